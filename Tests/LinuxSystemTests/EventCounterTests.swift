import LinuxSystem
import TestSupport
import Testing

@Suite("Event counter")
struct EventCounterTests {
    @Test("many wakes are one, and clearing takes them all")
    func wakes() throws {
        let counter = try EventCounter()
        #expect(try !counter.descriptor.isReadable())
        for _ in 0..<1_000 { EventCounter.signal(counter.descriptor.rawValue) }
        #expect(try counter.descriptor.isReadable())
        counter.clear()
        #expect(try !counter.descriptor.isReadable())
        EventCounter.signal(counter.descriptor.rawValue)
        #expect(try counter.descriptor.isReadable())
    }

    @Test("neither a full counter nor an empty one makes anybody wait")
    func neverWaits() throws {
        let counter = try EventCounter()
        counter.clear()
        // The highest count, after which a blocking write would wait.
        #expect(try withUnsafeBytes(of: UInt64.max - 1) { try counter.descriptor.write($0) } == 8)
        EventCounter.signal(counter.descriptor.rawValue)
        #expect(try counter.descriptor.isReadable())
        counter.clear()
        #expect(try !counter.descriptor.isReadable())
    }

    @Test("a wake reaches a thread that sleeps")
    func otherThread() throws {
        let counter = try EventCounter()
        let number = counter.descriptor.rawValue
        let sleeper = TestThread { Socket.waitReadable(number, until: MonotonicClock.now() + patience) }
        EventCounter.signal(counter.descriptor.rawValue)
        #expect(sleeper.join())
    }
}
