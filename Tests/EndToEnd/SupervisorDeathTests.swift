import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A supervisor that is killed", .daemonLogs, .serialized)
struct SupervisorDeathTests {
    private static func configuration(_ listen: String, drainTimeout: String = "20s") -> String {
        """
        [daemon]
        drain-timeout = "\(drainTimeout)"
        [service.echo]
        listen = \(listen)
        handler = "echo"
        workers = { min = 4, max = 4 }
        """
    }

    @Test("leaves no worker behind, and its port free")
    func idle() throws {
        let daemon = try DaemonProcess(Self.configuration("\"127.0.0.1:0\""))
        let address = try daemon.address("echo")
        let workers = daemon.workers
        let killed = MonotonicClock.now()
        try daemon.child.kill()
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        print("no worker is left after \(MonotonicClock.now() - killed)")
        #expect(connectError(address) == .connectionRefused)
        let next = try DaemonProcess(Self.configuration("\"\(address)\""))
        #expect(try TestClient(address).exchange("hello") == "hello")
        #expect(try next.stop() == .exited(0))
    }

    @Test("costs no connection in hand: it goes on to its own end, while the next daemon has the port already")
    func serving() throws {
        let daemon = try DaemonProcess(Self.configuration("[\"127.0.0.1:0\", \"127.0.0.2:0\"]"))
        let (address, other) = (try daemon.address("echo"), try daemon.address("echo", number: 2))
        let clients = [try TestClient(address), try TestClient(other)]
        for client in clients { #expect(try client.exchange("before") == "before") }
        let workers = daemon.workers
        try daemon.child.kill()
        try eventually("the end of the idle workers") {
            workers.count { ProcessFacts(pid: $0).isAlive } == clients.count
        }
        // A worker that serves lets go of the listeners in its own time, which is a signal handler's.
        try eventually("the end of every listener") {
            connectError(address) == .connectionRefused && connectError(other) == .connectionRefused
        }
        let next = try DaemonProcess(Self.configuration("[\"\(address)\", \"\(other)\"]"))
        #expect(try TestClient(address).exchange("next") == "next")
        for client in clients {
            #expect(try client.exchange("after") == "after")
            try client.closeWriting()
            #expect(try client.receiveToEnd() == "")
        }
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        #expect(try next.stop() == .exited(0))
    }

    @Test(
        "leaves a worker whose client does not end the drain-timeout, in whole seconds, and no more",
        arguments: [("0s", 1), ("500ms", 1), ("5s", 5)])
    func stuck(drainTimeout: String, seconds: Int) throws {
        let daemon = try DaemonProcess(Self.configuration("\"127.0.0.1:0\"", drainTimeout: drainTimeout))
        let clients = try (0..<4).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let workers = daemon.workers
        let killed = MonotonicClock.now()
        try daemon.child.kill()
        if seconds > 1 {
            for client in clients { #expect(try client.exchange("still") == "still") }
        }
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        let time = MonotonicClock.now() - killed
        #expect(time >= .milliseconds(seconds * 950) && time < .seconds(seconds + 5), "\(time)")
        for client in clients { client.close() }
    }

    @Test("is heard by workers that are still starting")
    func starting() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup.slowStart(in: folder, startTime: .seconds(60), timeout: .seconds(60))
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        try eventually("the fork of every worker") { daemon.workers.count == 4 }
        let workers = daemon.workers
        try daemon.child.kill()
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
    }

    @Test("by a signal that is a crash tells it first, and who sent it", arguments: [SIGABRT, SIGSEGV])
    func described(signal: CInt) throws {
        let daemon = try DaemonProcess(Self.configuration("\"127.0.0.1:0\""))
        #expect(kill(daemon.pid, signal) == 0)
        let words = "signal \(Signal(rawValue: signal).name) sent by process \(getpid()) of user \(getuid())"
        _ = try daemon.log.wait(containing: words)
        guard case .killed(let cause, _) = try daemon.waitForEnd() else {
            Issue.record("the signal takes its course")
            return
        }
        #expect(cause.rawValue == signal)
    }

    @Test("under load loses what was in hand or in the queue, and answers nobody wrongly")
    func load() throws {
        let daemon = try DaemonProcess(
            """
            [service.smile]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "Smile\\n"
            """)
        let load = Load(try daemon.address("smile"), expecting: "Smile\n", connections: 1_000_000, concurrency: 4)
        try load.waitUntilBegun(500)
        let workers = daemon.workers
        let killed = MonotonicClock.now()
        try daemon.child.kill()
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        print("no worker is left after \(MonotonicClock.now() - killed), under load")
        let tally = load.stop()
        #expect(tally.served >= 490)
        #expect(tally.short + tally.wrong + tally.late + tally.failed == 0, "\(tally)")
        // At most one for each client: the queue, from which nobody accepts any more.
        #expect(tally.reset <= 4, "\(tally)")
    }
}
