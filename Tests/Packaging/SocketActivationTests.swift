import Daemon
import Glibc
import LinuxSystem
import Testing

@Suite("Socket activation", .needsMachine)
struct SocketActivationTests {
    /// What a reader of preforkd.socket makes of the shipped file.
    static let configuration = """
        [service.smile]
        listen = ["systemd:smile"]
        handler = "greeting"
        message = "Smile by systemd\\n"
        accounting = "all"
        """

    private func activated() throws -> Machine {
        let machine = try Machine.withPackage()
        try machine.write(Machine.configurationFile, Self.configuration)
        try machine.succeed("systemctl", "stop", "preforkd.service")
        try machine.succeed("systemctl", "start", "preforkd.socket")
        return machine
    }

    @Test("the first client starts the service and is served, on either address")
    func firstClient() throws {
        let machine = try activated()
        #expect(try machine.processes().isEmpty)
        #expect(try machine.succeed("preforkctl", "connect", "::1") == "Smile by systemd\n")
        // A worker may answer before READY=1 is taken in: this joins the start that the client caused, to its end.
        try machine.succeed("systemctl", "start", "preforkd.service")
        #expect(try machine.property("ActiveState") == "active")
        #expect(try machine.succeed("preforkctl", "connect", "127.0.0.1") == "Smile by systemd\n")
    }

    @Test("the socket listens over a stop, and who connects then starts the service again")
    func stop() throws {
        let machine = try activated()
        try machine.succeed("preforkctl", "connect")
        try machine.succeed("systemctl", "stop", "preforkd.service")
        #expect(try machine.processes().isEmpty)
        #expect(try machine.run("systemctl", "is-active", "preforkd.socket").lines == ["active"])
        #expect(try machine.succeed("preforkctl", "connect") == "Smile by systemd\n")
    }

    @Test("no client is refused while the service restarts and while its supervisor is killed")
    func restarts() throws {
        let machine = try activated()
        let clients = try machine.start([
            "sh", "-c",
            """
            while [ ! -e /root/enough ]; do preforkctl connect || echo "not served"; done
            """,
        ])
        #expect(try clients.line() == "Smile by systemd")
        for _ in 1...3 { try machine.succeed("systemctl", "restart", "preforkd.service") }
        let cursor = try machine.journalEnd()
        try machine.supervisor().send(SIGKILL)
        try machine.waitForRecord(.ready, after: cursor)
        try machine.write("/root/enough", "")
        let answers = Set(try clients.rest().split(separator: "\n"))
        #expect(answers == ["Smile by systemd"])
    }

    @Test("a socket that no service names is a warning with its name, and the service runs")
    func unused() throws {
        let machine = try activated()
        try machine.write(
            Machine.configurationFile,
            """
            [service.other]
            listen = "127.0.0.1:7891"
            handler = "discard"
            """)
        try machine.succeed("systemctl", "start", "preforkd.service")
        let warnings = try machine.records("_SYSTEMD_UNIT=preforkd.service", "PRIORITY=4")
        #expect(warnings.contains { $0["MESSAGE"]?.contains("\"smile\"") == true }, "\(warnings)")
    }

    @Test("without the socket, a service that wants it says what was passed and does not start")
    func missing() throws {
        let machine = try Machine.withPackage()
        try machine.write(Machine.configurationFile, Self.configuration)
        #expect(try !machine.run("systemctl", "restart", "preforkd.service").status.isSuccess)
        let errors = try machine.records("_SYSTEMD_UNIT=preforkd.service", "PRIORITY=3")
        #expect(errors.count == 1)
        #expect(errors.first?["MESSAGE"]?.contains("systemd:smile") == true)
        #expect(errors.first?["MESSAGE"]?.contains("(passed: none)") == true)
        #expect(try machine.property("ExecMainStatus") == "71")
    }

    @Test("starting the socket beside a service that listens by itself fails and disturbs nobody")
    func beside() throws {
        let machine = try Machine.withPackage()
        let supervisor = try machine.supervisor()
        #expect(try !machine.run("systemctl", "start", "preforkd.socket").status.isSuccess)
        #expect(try machine.supervisor() == supervisor)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
    }
}
