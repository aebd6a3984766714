import LinuxSystem
import SystemPackage
import Testing

@Suite("Waiting for many")
struct PollerTests {
    @Test("each member that is readable is told by its token, again and again until it is read")
    func tokens() throws {
        let poller = try Poller()
        let first = try EventCounter()
        let second = try EventCounter()
        let silent = try EventCounter()
        try poller.add(first.descriptor.rawValue, token: 7)
        try poller.add(second.descriptor.rawValue, token: .max)
        try poller.add(silent.descriptor.rawValue, token: 0)
        EventCounter.signal(first.descriptor.rawValue)
        EventCounter.signal(second.descriptor.rawValue)
        #expect(try Self.ready(poller) == [7, .max])
        first.clear()
        #expect(try Self.ready(poller) == [.max])
        second.clear()
        #expect(try Self.ready(poller, timeout: .zero) == [])
    }

    @Test("what is ready is appended, at most 64 at a time, and nobody is left out")
    func batches() throws {
        let poller = try Poller()
        var members: [Member] = []
        for token in 0..<100 {
            let member = Member(try EventCounter())
            try poller.add(member.counter.descriptor.rawValue, token: UInt64(token))
            EventCounter.signal(member.counter.descriptor.rawValue)
            members.append(member)
        }
        var ready: [UInt64] = []
        try poller.wait(timeout: patience, into: &ready)
        #expect(ready.count == 64)
        for token in ready { members[Int(token)].counter.clear() }
        try poller.wait(timeout: patience, into: &ready)
        #expect(ready.sorted() == Array(0..<100))
    }

    @Test(
        "a wait ends when its time is up, at once where that has passed already",
        arguments: [.milliseconds(30), .zero, .seconds(-5)] as [Duration])
    func timeout(timeout: Duration) throws {
        let poller = try Poller()
        let start = MonotonicClock.now()
        #expect(try Self.ready(poller, timeout: timeout) == [])
        #expect(MonotonicClock.now() - start >= timeout)
    }

    @Test("a member that was removed is not told, and can't be removed or added twice")
    func removed() throws {
        let poller = try Poller()
        let counter = try EventCounter()
        let number = counter.descriptor.rawValue
        try poller.add(number, token: 1)
        EventCounter.signal(counter.descriptor.rawValue)
        #expect(throws: Errno.fileExists) { try poller.add(number, token: 2) }
        try poller.remove(number)
        #expect(try Self.ready(poller, timeout: .zero) == [])
        #expect(throws: Errno.noSuchFileOrDirectory) { try poller.remove(number) }
        try poller.add(number, token: 3)
        #expect(try Self.ready(poller) == [3])
    }

    private final class Member {
        let counter: EventCounter

        init(_ counter: consuming EventCounter) {
            self.counter = counter
        }
    }

    private static func ready(_ poller: borrowing Poller, timeout: Duration = patience) throws -> [UInt64] {
        var ready: [UInt64] = []
        try poller.wait(timeout: timeout, into: &ready)
        return ready.sorted()
    }
}
