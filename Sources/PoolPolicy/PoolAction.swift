/// What is to be done about an event.
package enum PoolAction: Hashable, Sendable {
    case spawn(Int, SpawnReason)
    /// Ask so many idle workers to leave, for nobody needs them.
    case retire(Int)
    /// Ask so many worn workers to leave, those first that have waited for it longest.
    case recycle(Int)
    /// Whether to report connections as they come into the queue, for no idle worker is there to take them.
    case watchQueue(Bool)
    /// Workers tell when fewer than this many are idle; 0: they need not.
    case tellBelow(idle: Int)
    /// Whether to keep a history of the idle from now on.
    case keepHistory(Bool)
    /// None is started for this long.
    case throttle(Duration, ThrottleReason, failures: Int)
    /// All workers are busy, no more may be had, and clients wait.
    case reportSaturation(Saturation.Report)
}

/// Why a worker is spawned.
package enum SpawnReason: Hashable, Sendable {
    /// The pool has fewer than its minimum.
    case minimum
    /// Clients are there, or the spares ahead of them are not.
    case demand
    /// Another died.
    case death
    /// Others have served long enough.
    case recycling
    /// The first of a new configuration, on trial.
    case reload
}

/// Why a pool is throttled.
package enum ThrottleReason: Hashable, Sendable {
    /// Workers ended before they were of use.
    case startFailed
    /// The system would not fork.
    case forkRefused
}
