import LinuxSystem
import TestSupport
import Testing

@Suite("Threads of this process")
struct ThreadCountTests {
    /// Others come and go while the tests run, so both are counted until they agree.
    private func agrees(atLeast minimum: Int) throws -> Bool {
        try eventually {
            let before = ChildProcess.threadCount()
            let listed = try FileContents.names(in: "/proc/self/task").count
            return before >= minimum && before == listed && ChildProcess.threadCount() == listed
        }
    }

    @Test("each thread is counted, in a process that has many")
    func counted() throws {
        #expect(ChildProcess.threadCount() > 1)
        #expect(try agrees(atLeast: 2))
        let gate = try EventCounter()
        let number = gate.descriptor.rawValue
        let threads = (0..<24).map { _ in
            TestThread { Socket.waitReadable(number, until: MonotonicClock.now() + patience) }
        }
        #expect(try agrees(atLeast: 25))
        EventCounter.signal(gate.descriptor.rawValue)
        for thread in threads { #expect(thread.join()) }
    }
}
