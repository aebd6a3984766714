import Glibc
import LinuxSystem
import LoadClient
import SystemPackage
import Testing

@Suite("What happens during a reload", .daemonLogs, .serialized)
struct ReloadEndTests {
    private static func configuration(_ number: Int, workers: Int = 8, _ more: String = "") -> String {
        """
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile \(number % 10)\\n"
        workers = { min = \(workers), max = \(workers) \(more) }
        """
    }

    @Test("a stop, at whatever moment of it: the daemon ends in order, and nobody is left", arguments: 0..<10)
    func stop(delay: Int) throws {
        let stage = try ReloadStage(Self.configuration(0))
        let address = try stage.daemon.address("smile")
        try stage.write(Self.configuration(1))
        stage.daemon.child.send(SIGHUP)
        pause(.microseconds(delay * 400))
        #expect(try stage.daemon.stop() == .exited(0))
        #expect(connectError(address) == .connectionRefused)
        let ends = stage.daemon.log.texts.count {
            $0.contains("reloaded in") || $0.contains("reload failed: the daemon")
        }
        #expect(ends <= 1)
        #expect(stage.daemon.log.count(containing: " error ") <= 1, "that it came to nothing, if it did")
    }

    @Test("deaths among the old and the new workers: each is replaced by a new one, and it goes on")
    func deaths() throws {
        let stage = try ReloadStage(Self.configuration(0))
        let address = try stage.daemon.address("smile")
        let load = LoadThread(address, .greeting(numbered: "Smile #\n"), concurrency: 4)
        var killed = 0
        for number in 1...20 {
            let known = Set(stage.daemon.workers)
            try stage.write(Self.configuration(number))
            stage.daemon.child.send(SIGHUP)
            try eventually("the first of the new") { !known.isSuperset(of: stage.daemon.workers) }
            // One of the first, which is old or went just now, and the last, which is new and may be on trial.
            for worker in [known.min(), number % 2 == 0 ? stage.daemon.workers.max() : nil].compactMap(\.self) {
                kill(worker, SIGKILL)
                killed += 1
            }
            if try stage.waitForEnd().holds {
                #expect(try answer(address) == "Smile \(number % 10)\n")
            }
        }
        // Only those that had a client in hand.
        let traces = load.stop()
        #expect(losses(traces).values.reduce(0, +) <= killed, "\(losses(traces))")
        #expect(traces.count > 100)
        #expect(try stage.reload(Self.configuration(5)).holds)
        try eventually("all of the newest") { stage.daemon.workers.count == 8 }
        #expect(try stage.daemon.stop() == .exited(0))
    }

    /// Of a worker that was not killed just now.
    private func answer(_ address: SocketAddress) throws -> String {
        try TestClient(address).receiveToEnd()
    }

    @Test("before the first workers are ready: readiness is told once, when they are")
    func start() throws {
        var setup = DaemonSetup(Self.configuration(0, workers: 400))
        setup.waitsUntilReady = false
        let stage = try ReloadStage(setup)
        // It hears signals from here on.
        _ = try stage.daemon.log.wait(containing: "smile: listening on ")
        try eventually("the first worker") { !stage.workers("smile").isEmpty }
        try stage.write(Self.configuration(1, workers: 400))
        stage.daemon.child.send(SIGHUP)
        #expect(try stage.waitForEnd().holds)
        _ = try stage.daemon.notifications.wait(containing: "READY=1")
        #expect(try answer(try stage.daemon.address("smile")) == "Smile 1\n")
        let told = stage.daemon.notifications.texts.filter { $0 == "RELOADING=1" || $0 == "READY=1" }
        #expect(told == ["READY=1"] || told == ["READY=1", "RELOADING=1", "READY=1"])
        // Readiness is never told of a pool that has not got its minimum.
        _ = try stage.daemon.log.wait(containing: "ready with 400 workers")
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("while the starts of the old workers fail: the configuration that mends it is taken")
    func throttled() throws {
        var setup = DaemonSetup("[service.smile]\nlisten = \"127.0.0.1:0\"\n\(ReloadFailureTests.dying)\n")
        setup.waitsUntilReady = false
        let stage = try ReloadStage(setup)
        _ = try stage.daemon.log.wait(containing: "smile: workers fail to start")
        #expect(stage.daemon.notifications.count(containing: "READY=1") == 0)
        // A client that came too early is served by the new configuration.
        let client = try TestClient(stage.daemon.address("smile"))
        #expect(try stage.reload(Self.configuration(1, workers: 2)).holds)
        #expect(try client.receiveToEnd() == "Smile 1\n")
        _ = try stage.daemon.notifications.wait(containing: "READY=1")
        #expect(try stage.daemon.stop() == .exited(0))
    }
}
