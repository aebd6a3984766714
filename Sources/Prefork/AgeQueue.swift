internal import DequeModule
internal import PoolPolicy

/// When the time of each worker is over, where a service bounds their age.
///
/// Each draws its own end, up to a tenth before the bound. The queue is in the order of the starts, so one that drew an
/// early end may wait for those before it, and none goes later than the bound.
struct AgeQueue {
    private let maxAge: Duration?
    private var ends: Deque<(id: WorkerID, due: Duration)> = []
    private var random: SplitMix64

    init(maxAge: Duration?, seed: UInt64) {
        self.maxAge = maxAge
        random = SplitMix64(state: seed)
    }

    mutating func add(_ id: WorkerID, spawned: Duration) {
        guard let maxAge else { return }
        ends.append((id, spawned + maxAge - random.jitter(of: maxAge)))
    }

    var count: Int { ends.count }

    /// Forgets those who have died before their time.
    mutating func removeAll(where isDead: (WorkerID) -> Bool) {
        ends.removeAll { isDead($0.id) }
    }

    /// When the first is over.
    var due: Duration? { ends.first?.due }

    mutating func takeOne(at now: Duration) -> WorkerID? {
        guard let due, now >= due else { return nil }
        return ends.popFirst()?.id
    }
}
