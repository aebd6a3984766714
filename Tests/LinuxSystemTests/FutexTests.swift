import LinuxSystem
import Synchronization
import Testing

@Suite("Futex")
struct FutexTests {
    /// A word as processes share it.
    private final class SharedWord: Sendable {
        private let memory: SharedMemory

        init() throws {
            memory = try SharedMemory(name: "futex", size: 64)
        }

        var number: UnsafePointer<UInt32> { UnsafePointer(pointer) }

        var value: UInt32 {
            get { atomic.pointee.load(ordering: .sequentiallyConsistent) }
            set { atomic.pointee.store(newValue, ordering: .sequentiallyConsistent) }
        }

        private var pointer: UnsafeMutablePointer<UInt32> {
            memory.bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt32.self)
        }
        private var atomic: UnsafePointer<Atomic<UInt32>> {
            UnsafeRawPointer(pointer).assumingMemoryBound(to: Atomic<UInt32>.self)
        }
    }

    @Test("who looks at a word that has changed already does not sleep")
    func changedBefore() throws {
        let word = try SharedWord()
        word.value = 1
        Futex.wait(word.number, while: 0)
    }

    @Test("a change and a wake end the sleep of another thread")
    func woken() throws {
        let word = try SharedWord()
        let sleeper = TestThread {
            var sleeps = 0
            while word.value == 0 {
                Futex.wait(word.number, while: 0)
                sleeps += 1
            }
            return sleeps
        }
        word.value = 1
        Futex.wake(word.number)
        #expect(try sleeper.join() >= 0)
        #expect(word.value == 1)
    }

    @Test("a wake that nobody sleeps for is nothing")
    func nobody() throws {
        let word = try SharedWord()
        Futex.wake(word.number)
        #expect(word.value == 0)
    }
}
