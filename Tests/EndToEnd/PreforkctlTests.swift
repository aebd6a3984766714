import LinuxSystem
import TestSupport
import Testing

@Suite("preforkctl connect", .daemonLogs)
struct PreforkctlTests {
    @Test("prints what the server sends, byte for byte, and succeeds at end-of-file")
    func prints() throws {
        let message = String(repeating: "Grüße, ", count: 20_000)
        let daemon = try DaemonProcess(
            """
            [service.long]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "\(message)"
            """)
        let port = try #require(try daemon.address("long").port)
        for host in ["127.0.0.1", "localhost"] {
            let outcome = try connect(host, "\(port)")
            #expect(outcome.status == .exited(0), "\(outcome.error)")
            #expect(outcome.output == message)
            #expect(outcome.error == "")
        }
    }

    @Test("says whom it can't reach and why, and fails with status 1")
    func refused() throws {
        let reserved = try ReservedPort()
        let port = reserved.number
        let outcome = try connect("127.0.0.1", "\(port)")
        #expect(outcome.status == .exited(1))
        #expect(outcome.output == "")
        #expect(outcome.error == "preforkctl: can't connect to 127.0.0.1:\(port): Connection refused\n")
        withExtendedLifetime(reserved) {}
    }

    @Test("prints what came before the connection broke, says that it broke, and fails with status 1")
    func broken() throws {
        let server = try LossyServer([.breaksOff], answer: "half of an ans")
        let port = try #require(server.address.port)
        let outcome = try connect("127.0.0.1", "\(port)")
        #expect(outcome.status == .exited(1))
        #expect(outcome.output == "half of an ans")
        #expect(outcome.error == "preforkctl: the connection to 127.0.0.1:\(port) broke: Connection reset by peer\n")
        #expect(server.waitUntilGone())
    }

    @Test("knows wrong usage from a server that is not there", arguments: [["a", "b", "c"], ["host", "70000"]])
    func wrongUsage(arguments: [String]) throws {
        let outcome = try Program.run(
            Launch(program: Program.preforkctl, arguments: ["connect"] + arguments))
        #expect(outcome.status == .exited(64), "\(outcome)")
    }

    private func connect(_ arguments: String...) throws -> Outcome {
        try Program.run(Launch(program: Program.preforkctl, arguments: ["connect"] + arguments))
    }
}
