import Glibc
import LinuxSystem
import Synchronization
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
    private static func waiters(_ work: CInt, _ end: CInt, _ trigger: Poller.Trigger) throws -> [TestThread<[UInt64]>] {
        let threads = (0..<2).map { _ in
            let number = Number()
            return (number, thread(work, end, trigger, number: number))
        }
        for (number, _) in threads {
            guard eventually({ isAsleep(number.value.load(ordering: .acquiring)) }) else { throw Errno.timedOut }
        }
        return threads.map(\.1)
    }

    private static func thread(_ work: CInt, _ end: CInt, _ trigger: Poller.Trigger, number: Number) -> TestThread<
        [UInt64]
    > {
        TestThread {
            let poller = try Poller()
            try poller.add(work, token: Self.work, trigger: trigger)
            try poller.add(end, token: Self.end)
            var ready: [UInt64] = []
            number.value.store(threadNumber(), ordering: .releasing)
            try poller.wait(timeout: patience, into: &ready)
            return ready
        }
    }

    private final class Number: Sendable {
        let value = Atomic(0)
    }

    private static func threadNumber() -> Int {
        var buffer = [CChar](repeating: 0, count: 64)
        let count = max(0, readlink("/proc/thread-self", &buffer, buffer.count))
        let target = String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return target.split(separator: "/").last.flatMap { Int($0) } ?? 0
    }

    private static func isAsleep(_ thread: Int) -> Bool {
        guard let bytes = try? FileContents.read("/proc/self/task/\(thread)/stat", limit: 4_096) else { return false }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.split(separator: ")").last?.split(separator: " ").first == "S"
    }
}
