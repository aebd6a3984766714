import Control
import Glibc
import LinuxSystem
import Testing

@Suite("The minimum, by signal", .daemonLogs)
struct MinimumTests {
    private static let configuration = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 1, max = 3, idle-timeout = "50ms" }
        """

    @Test("TTIN adds a worker up to the maximum, TTOU takes one back down to none")
    func upAndDown() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let changes = [(SIGTTIN, 2), (SIGTTIN, 3), (SIGTTOU, 2), (SIGTTOU, 1), (SIGTTOU, 0)]
        for (index, (signal, minimum)) in changes.enumerated() {
            daemon.child.send(signal)
            let record = try daemon.log.wait(containing: "the minimum is ", number: index + 1)
            #expect(record.text.contains("the minimum is \(Counted(minimum, "worker")) now, the maximum 3"))
            try eventually("\(minimum) workers") { daemon.workers.count == minimum }
            // Changes nothing, and so is no record; the next signal is taken after it.
            if minimum == 3 { daemon.child.send(SIGTTIN) }
        }
        #expect(try TestClient(daemon.address("echo")).exchange("awake") == "awake")
        daemon.child.send(SIGTTIN)
        _ = try daemon.log.wait(containing: "the minimum is ", number: changes.count + 1)
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("USR1 tells the last decisions with the numbers that led to them")
    func decisions() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let clients = try (0..<3).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        daemon.child.send(SIGUSR1)
        let first = try daemon.log.wait(containing: " ago: echo: spawned 1 for the minimum").text
        #expect(first.contains("at 0 workers: 0 busy, 0 idle, 0 starting, 0 clients waiting"))
        _ = try daemon.log.wait(containing: " ago: echo: grew by ")
        for client in clients { client.close() }
        #expect(try daemon.stop() == .exited(0))
    }
}
