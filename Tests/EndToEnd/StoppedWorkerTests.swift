import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("Workers that are stopped when they are asked to leave", .daemonLogs)
struct StoppedWorkerTests {
    private static func configuration(_ message: String) -> String {
        """
        [daemon]
        drain-timeout = "1s"
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "\(message)\\n"
        workers = { min = 4, max = 8 }
        """
    }

    @Test("a reload has those that SIGSTOP has stopped go on, and leave")
    func stopped() throws {
        let stage = try ReloadStage(Self.configuration("one"))
        let old = stage.workers("smile")
        for worker in old {
            kill(worker, SIGSTOP)
            try eventually("a stop") { ProcessFacts(pid: worker).isStopped }
        }
        #expect(try stage.reload(Self.configuration("two")).holds)
        try eventually("the end of the old ones") { old.isDisjoint(with: stage.daemon.workers) }
        #expect(stage.daemon.log.count(containing: "did not end within") == 0)
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "two\n")
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("one that has a client goes on too, and finishes")
    func busy() throws {
        let configuration = { (number: Int) in
            "[service.echo]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\"\nworkers = { min = \(number), max = \(number) }\n"
        }
        let stage = try ReloadStage(configuration(1))
        let client = try TestClient(stage.daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        let worker = try #require(stage.daemon.workers.first)
        kill(worker, SIGSTOP)
        try eventually("a stop") { ProcessFacts(pid: worker).isStopped }
        #expect(try stage.reload(configuration(2)).holds)
        #expect(try client.exchange("still here") == "still here")
        client.close()
        try eventually("its end") { !ProcessFacts(pid: worker).isAlive }
        #expect(try stage.daemon.stop() == .exited(0))
    }

    /// Holds a process, tells so with a line, and goes on holding it until its input ends.
    private static let tracer = """
        import ctypes, os, sys
        pid = int(sys.argv[1])
        assert ctypes.CDLL(None, use_errno=True).ptrace(16, pid, None, None) == 0, os.strerror(ctypes.get_errno())
        os.waitpid(pid, 0x40000000)
        print("held", file=sys.stderr, flush=True)
        # Its end is a tracer's to hear before anybody else's.
        os.waitpid(pid, 0x40000000)
        sys.stdin.read()
        """

    @Test(
        "one that a tracer holds, with nothing in hand, is killed when drain-timeout is over, and the reload ends",
        .needs(program: "python3"), .needsRoot)
    func traced() throws {
        let stage = try ReloadStage(Self.configuration("one"))
        let worker = try #require(stage.daemon.workers.first)
        let input = try Pipe()
        let output = try Pipe()
        var launch = Launch(program: "/usr/bin/env", arguments: ["python3", "-c", Self.tracer, "\(worker)"])
        launch.descriptors = [0: input.readEnd.rawValue, 2: output.writeEnd.rawValue]
        let tracer = try Child(launch)
        defer { tracer.sendToGroup(SIGKILL) }
        #expect(try output.readEnd.waitReadable(timeout: .seconds(20)))
        #expect(try stage.reload(Self.configuration("two")).holds)
        _ = try stage.daemon.log.wait(
            containing: "worker \(worker) did not end within 1 s (drain-timeout) and is killed")
        try eventually("its end") { !stage.daemon.workers.contains(worker) }
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "two\n")
        #expect(try stage.daemon.stop() == .exited(0))
    }
}
