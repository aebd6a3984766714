internal import PoolPolicy
internal import Synchronization

/// When the number of idle workers last rose above each level, in shared memory: from it the low-water mark over any
/// time back from now can be told, and nobody has to come by and take it.
///
/// Two workers that become idle at once may both write the higher level; what is missing then is a moment old
/// in the level below.
struct IdleHistory {
    /// Monotonic nanoseconds, by level.
    private let rises: UnsafePointer<Atomic<UInt64>>
    private let capacity: Int

    static func size(capacity: Int) -> Int { capacity * 8 }

    init(at memory: UnsafeRawPointer, capacity: Int) {
        rises = memory.assumingMemoryBound(to: Atomic<UInt64>.self)
        self.capacity = capacity
    }

    /// A worker became idle, as the `count`-th.
    func rose(to count: Int, at now: UInt64) {
        guard (1...capacity).contains(count) else { return }
        rises[count - 1].store(now, ordering: .relaxed)
    }

    /// - Parameter start: when the history began; before that nothing is known.
    func lowWater(idle: Int, within window: Duration, at now: Duration, start: UInt64) -> LowWater {
        LowWater(idle: min(idle, capacity), within: window, at: now) { level in
            .nanoseconds(Int64(clamping: max(start, rises[level].load(ordering: .relaxed))))
        }
    }
}
