import LinuxSystem
import Synchronization
import TestSupport
import Testing

@Suite("Futex")
struct FutexTests {
    /// A word at a place of its own.
    private final class Word: Sendable {
        // Every access is atomic.
        nonisolated(unsafe) private let place = UnsafeMutablePointer<Atomic<UInt32>>.allocate(capacity: 1)

        init() { place.initialize(to: Atomic(0)) }
        deinit { place.deallocate() }

        var number: UnsafePointer<UInt32> { UnsafeRawPointer(place).assumingMemoryBound(to: UInt32.self) }
        var value: UInt32 { place.pointee.load(ordering: .sequentiallyConsistent) }
        func set(_ value: UInt32) { place.pointee.store(value, ordering: .sequentiallyConsistent) }
    }

    @Test("who looks at a word that has changed already does not sleep")
    func changedBefore() {
        let word = Word()
        word.set(1)
        // In a thread of its own: a sleep that nobody ends would be the test's.
        let other = TestThread { Futex.wait(word.number, while: 0) }
        #expect(eventually { other.hasEnded })
    }

    @Test("a change and a wake end the sleep of another thread")
    func woken() throws {
        let word = Word()
        let sleeping = SleepingThread()
        let sleeper = TestThread {
            var sleeps = 0
            sleeping.isThisThread()
            while word.value == 0 {
                Futex.wait(word.number, while: 0)
                sleeps += 1
            }
            return sleeps
        }
        #expect(eventually { sleeping.isAsleep })
        word.set(1)
        Futex.wake(word.number)
        try #require(eventually { sleeper.hasEnded })
        #expect(sleeper.join() >= 1)
    }

    @Test("a wake that nobody sleeps for is nothing")
    func nobody() {
        let word = Word()
        Futex.wake(word.number)
        #expect(word.value == 0)
    }
}
