import Glibc
import LinuxSystem
import Testing

@Suite("What a careless parent leaves to the daemon", .daemonLogs)
struct InheritanceTests {
    private static let configuration = """
        [daemon]
        drain-timeout = "1s"
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 2 }
        """

    private func start() throws -> DaemonProcess {
        var setup = DaemonSetup(Self.configuration)
        setup.wrappers = [.script("trap '' HUP INT QUIT TERM CHLD PIPE IO ALRM USR1; exec \"$0\" \"$@\"")]
        return try setup.start()
    }

    @Test("ignored signals: it buries its dead, serves on and stops when asked")
    func ignoredSignals() throws {
        let daemon = try start()
        let victim = try #require(daemon.workers.first)
        kill(victim, SIGKILL)
        _ = try daemon.log.wait(containing: "worker \(victim) was killed by signal KILL")
        try eventually("a whole pool") { daemon.workers.count == 2 }
        #expect(try TestClient(daemon.address("echo")).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("an ignored SIGALRM does not let an orphan live for ever")
    func orphan() throws {
        let daemon = try start()
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        let workers = daemon.workers
        try daemon.child.kill()
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
    }
}
