import Glibc
import LinuxSystem
import Testing

@Suite("Workers that have served long enough", .daemonLogs, .serialized)
struct RecyclingTests {
    private static func configuration(_ workers: String) -> String {
        """
        [daemon]
        log-level = "debug"
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile\\n"
        workers = { \(workers) }
        """
    }

    @Test("are replaced under load, never more than the budget at once, and no connection is lost")
    func count() throws {
        let daemon = try DaemonProcess(Self.configuration("min = 16, max = 16, max-connections = 100"))
        let address = try daemon.address("smile")
        let connections = 100_000
        let tally = Load.run(address, expecting: "Smile\n", connections: connections, concurrency: 16)
        #expect(tally == Tally(served: connections))
        #expect(try daemon.stop() == .exited(0))
        let log = daemon.log.texts
        #expect(
            log.last?.contains("stopped after \(connections) connections (\(connections) served, 0 failed, 0 crashed)")
                ?? false)
        // A tenth of 16, rounded up.
        #expect(Self.fewestReady(log, of: 16) == 14)
        #expect(PoolSizes(log).most == 16)
        let recycled = log.count { $0.contains("is worn (max-connections) and was asked to retire") }
        #expect((16...1_100).contains(recycled), "each after 91 to 100 connections, or more where the budget was spent")
    }

    @Test("are replaced before they go where the pool may be larger")
    func replacedFirst() throws {
        let daemon = try DaemonProcess(
            Self.configuration("min = 4, max = 8, max-connections = 50, max-unavailable = 2"))
        let tally = Load.run(try daemon.address("smile"), expecting: "Smile\n", connections: 5_000, concurrency: 1)
        #expect(tally == Tally(served: 5_000))
        #expect(try daemon.stop() == .exited(0))
        #expect(Self.fewestReady(daemon.log.texts, of: 4) == 4)
        #expect(PoolSizes(daemon.log.texts).most <= 8)
        #expect(daemon.log.count(containing: "in the place of the worn") > 10)
    }

    @Test("go by age though nobody connects, and others come")
    func age() throws {
        let daemon = try DaemonProcess(Self.configuration("min = 4, max = 4, max-age = \"1s\""))
        let first = Set(daemon.workers)
        try eventually("four others") { daemon.workers.count == 4 && first.isDisjoint(with: daemon.workers) }
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "is worn (max-age)") >= 4)
        #expect(Self.fewestReady(daemon.log.texts, of: 4) == 3)
    }

    /// The fewest that were ready, and not asked to retire, at any time after all were.
    private static func fewestReady(_ log: [String], of minimum: Int) -> Int {
        var ready: Set<Substring> = []
        var fewest = Int.max
        var isComplete = false
        for line in log {
            if line.contains("notice   stopping") { break }
            guard let pid = line.firstMatch(of: /worker (\d+)\ /)?.output.1 else { continue }
            if line.contains(" is ready after ") { ready.insert(pid) }
            if line.contains(" was asked to retire, at ") || line.contains(/\ (exited|was killed)/) {
                ready.remove(pid)
            }
            isComplete = isComplete || ready.count == minimum
            if isComplete { fewest = min(fewest, ready.count) }
        }
        return fewest
    }
}
