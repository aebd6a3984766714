import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("Who killed a worker", .daemonLogs)
struct KillTests {
    private static let configuration = """
        [daemon]
        log-level = "debug"
        drain-timeout = "2s"
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 2 }
        """

    @Test("is the OOM killer where the kernel had counted that in this unit, and nobody where it had not", .needsMounts)
    func outOfMemory() throws {
        let group = try TemporaryFolder()
        try group.write("memory.events", "oom 0\noom_kill 3\n")
        var setup = DaemonSetup(Self.configuration)
        setup.wrappers = [.ownControlGroup(group.path)]
        let daemon = try setup.start()
        let mark = "the kernel's OOM killer took a process of this unit"

        let first = try record(of: try #require(daemon.workers.first), in: daemon) {}
        #expect(!first.contains(mark))
        let second = try record(of: try #require(daemon.workers.first), in: daemon) {
            try group.write("memory.events", "oom 1\noom_kill 4\n")
        }
        #expect(second.contains(mark))
        let third = try record(of: try #require(daemon.workers.first), in: daemon) {}
        #expect(!third.contains(mark))
    }

    private func record(of victim: pid_t, in daemon: DaemonProcess, _ before: () throws -> Void) throws -> String {
        try before()
        kill(victim, SIGKILL)
        let record = try daemon.log.wait(containing: "worker \(victim) was killed by signal KILL").text
        #expect(!record.contains("sent by the supervisor"))
        try eventually("a whole pool") { daemon.workers.count == 2 && !daemon.workers.contains(victim) }
        return record
    }

    @Test("is the supervisor where that ended a drain")
    func hardStop() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "was killed by signal KILL, sent by the supervisor, after") == 1)
    }

    @Test("is the supervisor where a start took too long")
    func startTimeout() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup.slowStart(in: folder, startTime: .seconds(60), timeout: .milliseconds(50))
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "was killed by signal KILL, sent by the supervisor, before it was ready")
    }
}
