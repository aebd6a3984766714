import Glibc
import LinuxSystem
import Testing

@Suite("A worker that is killed", .daemonLogs, .serialized)
struct WorkerDeathTests {
    private static let configuration = """
        [daemon]
        log-level = "debug"
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 8, max = 8 }
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile\\n"
        workers = { min = 4, max = 4 }
        """

    /// Far above what is promised, for machines that do other things too; the measured time is printed.
    private static let patience = Duration.seconds(5)

    @Test("costs the one connection that it had in hand, and its place is taken at once")
    func one() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let clients = try (0..<6).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let victim = try #require(workers(of: daemon, "echo").first { Self.isServing($0) })
        let killed = MonotonicClock.now()
        kill(victim, SIGKILL)
        try waitUntilWhole(daemon, ready: 13, since: killed)
        #expect(clients.count { (try? $0.exchange("still there")) == "still there" } == 5)
        #expect(try TestClient(daemon.address("echo")).exchange("new") == "new")
        let record = try daemon.log.wait(containing: "worker \(victim) was killed by signal KILL while it served").text
        for part in ["connection ", " from 127.0.0.1:", "EXIT_SIGNAL=KILL", "REMOTE_ADDR=127.0.0.1"] {
            #expect(record.contains(part))
        }
    }

    @Test("while it waits costs no connection at all, under load")
    func idle() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let load = Load(try daemon.address("smile"), expecting: "Smile\n", connections: 1_000_000, concurrency: 2)
        try load.waitUntilBegun(200)
        let victims = workers(of: daemon, "echo")
        let killed = MonotonicClock.now()
        for victim in victims { kill(victim, SIGKILL) }
        try waitUntilWhole(daemon, ready: 20, since: killed)
        let tally = load.stop()
        #expect(tally.served > 200)
        #expect(tally.lost == 0, "\(tally)")
        #expect(Set(workers(of: daemon, "echo")).isDisjoint(with: victims))
    }

    @Test("under load, again and again, costs at most one connection each time")
    func repeatedly() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let load = Load(try daemon.address("smile"), expecting: "Smile\n", connections: 1_000_000, concurrency: 8)
        let rounds = 20
        for round in 1...rounds {
            try load.waitUntilBegun(round * 100)
            let victim = try #require(workers(of: daemon, "smile").first)
            let killed = MonotonicClock.now()
            kill(victim, SIGKILL)
            try waitUntilWhole(daemon, ready: 12 + round, since: killed)
        }
        let tally = load.stop()
        #expect(tally.served >= rounds * 100 - rounds)
        #expect(tally.lost <= rounds, "\(tally)")
        #expect(tally.refused + tally.wrong + tally.late + tally.failed == 0, "\(tally)")
    }

    @Test("a thousand times at random under load: nobody else is harmed, and each connection is accounted for")
    func thousand() throws {
        let daemon = try DaemonProcess(
            """
            [daemon]
            log-level = "debug"
            [service.smile]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "Smile\\n"
            workers = { min = 16, max = 16 }
            """)
        let load = Load(try daemon.address("smile"), expecting: "Smile\n", connections: 1_000_000, concurrency: 4)
        try load.waitUntilBegun(100)
        var starts = StartCount(daemon.log)
        let kills = 1_000
        for number in 0..<kills {
            // A pool that is killed faster than it can start is throttled, which is another matter.
            try eventually("a whole pool") { starts.update() == 16 + number }
            if let victim = daemon.workers.randomElement() { kill(victim, SIGKILL) }
        }
        try eventually("a whole pool") { starts.update() == 16 + kills }
        let tally = load.stop()
        #expect(try daemon.stop() == .exited(0))
        #expect(tally.reset + tally.short <= kills)
        #expect(tally.refused + tally.wrong + tally.late + tally.failed == 0, "\(tally)")
        let totals = try #require(
            daemon.log.texts.last?.firstMatch(
                of: /after (\d+) connections \((\d+) served, (\d+) failed, (\d+) crashed\)/))
        let counts = [totals.output.1, totals.output.2, totals.output.3, totals.output.4].compactMap { Int($0) }
        #expect(counts[0] == counts[1] + counts[2] + counts[3])
        #expect(counts[0] <= tally.total, "some were killed between accept() and counting it")
        #expect(counts[3] <= kills)
        let records = daemon.log.texts.filter { $0.contains(" was killed by signal KILL ") }
        #expect(records.count < kills, "a burst, and then one a second")
        #expect(records.contains { $0.contains(/\d+ more deaths were not written/) })
        print("\(kills) kills: \(tally)")
    }

    /// How many workers have become ready, by the log as it grows.
    private struct StartCount {
        private let log: Transcript
        private var seen = 0
        private var count = 0

        init(_ log: Transcript) {
            self.log = log
        }

        mutating func update() -> Int {
            let entries = log.entries
            count += entries[seen...].count { $0.text.contains("is ready after") }
            seen = entries.count
            return count
        }
    }

    @Test("together with all others costs what they had in hand, and nobody is refused meanwhile")
    func all() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let load = Load(try daemon.address("smile"), expecting: "Smile\n", connections: 1_000_000, concurrency: 8)
        try load.waitUntilBegun(200)
        let victims = daemon.workers
        #expect(victims.count == 12)
        let killed = MonotonicClock.now()
        for victim in victims { kill(victim, SIGKILL) }
        try waitUntilWhole(daemon, ready: 24, since: killed)
        try load.waitUntilBegun(2_000)
        let tally = load.stop()
        #expect(tally.lost <= 4, "\(tally)")
        #expect(tally.refused + tally.wrong + tally.late + tally.failed == 0, "\(tally)")
        #expect(daemon.workers.count == 12)
        #expect(try daemon.stop() == .exited(0))
    }

    private func workers(of daemon: DaemonProcess, _ service: String) -> [pid_t] {
        daemon.workers.filter { ProcessFacts(pid: $0).title == "preforkd: worker \(service)" }
    }

    /// One socket more than the listener.
    private static func isServing(_ worker: pid_t) -> Bool {
        ProcessFacts(pid: worker).descriptors.values.count { $0.hasPrefix("socket:") } > 1
    }

    /// - Parameter ready: how many workers will have become ready in all since the start.
    private func waitUntilWhole(_ daemon: DaemonProcess, ready: Int, since killed: Duration) throws {
        let last = try daemon.log.wait(containing: "is ready after", number: ready)
        let time = last.time - killed
        print("the pool is whole again after \(time)")
        #expect(time < Self.patience)
    }
}
