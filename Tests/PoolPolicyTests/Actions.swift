import PoolPolicy

/// What a list of actions asks for, kind by kind.
extension [PoolAction] {
    /// Workers to spawn; 0 where none are asked for.
    var spawned: Int {
        reduce(0) { sum, action in if case .spawn(let count, _) = action { sum + count } else { sum } }
    }

    /// Why workers are spawned; nil where none are.
    var spawnReason: SpawnReason? {
        lazy.compactMap { action in if case .spawn(_, let reason) = action { reason } else { nil } }.last
    }

    /// Workers to retire; 0 where none are asked for.
    var retired: Int {
        reduce(0) { sum, action in if case .retire(let count) = action { sum + count } else { sum } }
    }

    /// Worn workers to ask; 0 where none are.
    var recycled: Int {
        reduce(0) { sum, action in if case .recycle(let count) = action { sum + count } else { sum } }
    }

    /// Whether the queue is to be watched; nil where nothing changes.
    var watchesQueue: Bool? {
        lazy.compactMap { action in if case .watchQueue(let watch) = action { watch } else { nil } }.last
    }

    /// Below how many idle workers are to tell; nil where nothing changes.
    var tellsBelow: Int? {
        lazy.compactMap { action in if case .tellBelow(let idle) = action { idle } else { nil } }.last
    }

    var throttled: (delay: Duration, failures: Int)? {
        lazy.compactMap { action in
            if case .throttle(let delay, _, let failures) = action { (delay, failures) } else { nil }
        }.last
    }

    var saturated: Saturation.Report? {
        lazy.compactMap { action in if case .reportSaturation(let report) = action { report } else { nil } }.last
    }
}

extension PoolPolicy {
    /// A policy that has already decided once about `census`, so that what follows is only what changes.
    init(_ limits: PoolLimits, settledAt census: Census, now: Duration = .zero) {
        self.init(limits: limits, seed: 1)
        _ = step(.look, census, now: now)
    }
}
