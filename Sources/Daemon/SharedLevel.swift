internal import LinuxSystem
internal import Logging
internal import Synchronization
internal import SystemPackage

/// Which records are written, for the supervisor and for every worker that it forks: changed in one, it is in all.
final class SharedLevel {
    private let memory: SharedMemory
    private var word: UnsafePointer<Atomic<UInt8>> {
        UnsafePointer(memory.bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Atomic<UInt8>.self))
    }

    init(_ level: Logger.Level) throws(Errno) {
        memory = try SharedMemory(name: "preforkd:log-level", size: MemoryLayout<Atomic<UInt8>>.size)
        self.level = level
    }

    var level: Logger.Level {
        get { Logger.Level.allCases[Int(word.pointee.load(ordering: .relaxed)) % Logger.Level.allCases.count] }
        set {
            let index = Logger.Level.allCases.firstIndex(of: newValue) ?? 0
            word.pointee.store(UInt8(index), ordering: .relaxed)
        }
    }
}
