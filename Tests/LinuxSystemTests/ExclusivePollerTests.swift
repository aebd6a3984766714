import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Two that wait for the same")
struct ExclusivePollerTests {
    private static let work: UInt64 = 1
    private static let end: UInt64 = 2

    @Test("exclusive members are woken one at a time")
    func exclusive() throws {
        let work = try EventCounter()
        let end = try EventCounter()
        let waiters = try Self.waiters(work.descriptor.rawValue, end.descriptor.rawValue, .exclusive)
        EventCounter.signal(work.descriptor.rawValue)
        #expect(eventually { waiters.contains { $0.hasEnded } })
        EventCounter.signal(end.descriptor.rawValue)
        #expect(try waiters.map { try $0.join() }.sorted { $0[0] < $1[0] } == [[Self.work], [Self.end]])
    }

    @Test("others are all woken")
    func shared() throws {
        let work = try EventCounter()
        let end = try EventCounter()
        let waiters = try Self.waiters(work.descriptor.rawValue, end.descriptor.rawValue, .level)
        EventCounter.signal(work.descriptor.rawValue)
        #expect(try waiters.map { try $0.join() } == [[Self.work], [Self.work]])
    }

    /// Two threads that sleep until one of the two descriptors is readable; each tells what it was woken for.
    private static func waiters(
        _ work: CInt, _ end: CInt, _ trigger: Poller.Trigger
    ) throws -> [TestThread<[UInt64], any Error>] {
        let threads = (0..<2).map { _ in
            let sleeper = SleepingThread()
            return (sleeper, thread(work, end, trigger, sleeper))
        }
        for (sleeper, _) in threads {
            guard eventually({ sleeper.isAsleep }) else { throw Errno.timedOut }
        }
        return threads.map(\.1)
    }

    private static func thread(
        _ work: CInt, _ end: CInt, _ trigger: Poller.Trigger, _ sleeper: SleepingThread
    ) -> TestThread<[UInt64], any Error> {
        TestThread {
            let poller = try Poller()
            try poller.add(work, token: Self.work, trigger: trigger)
            try poller.add(end, token: Self.end)
            var ready: [UInt64] = []
            sleeper.isThisThread()
            try poller.wait(timeout: patience, into: &ready)
            return ready
        }
    }
}
