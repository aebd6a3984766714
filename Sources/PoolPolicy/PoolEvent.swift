/// What happened to a pool.
package enum PoolEvent: Hashable, Sendable {
    /// Something may have changed: a worker took the last spare, somebody waits in the queue, a deadline passed.
    case look
    /// A worker reported ready.
    case ready
    /// A worker ended that was started at `start`.
    case ended(WorkerEnd, start: Duration)
    /// The system would not fork.
    case forkFailed
    /// The pool retires for good.
    case drain
}

/// How the end of a worker is to be taken.
package enum WorkerEnd: Hashable, Sendable {
    /// It never reported ready: a start failure, which throttles.
    case beforeReady
    /// It reported ready and ended soon after, without a single connection: no better than a start failure.
    case unused
    /// It had been at work and nobody asked it to go: replaced at once.
    case unasked
    /// It was asked.
    case asked
}

/// What is to be done about it.
package enum PoolAction: Hashable, Sendable {
    case spawn(Int)
    /// Ask so many idle workers to leave.
    case retire(Int)
    /// Whether to report a readable listener, because no worker is there to see it.
    case watchQueue(Bool)
    /// Workers tell when fewer than this many are idle; 0: they need not.
    case tellBelow(idle: Int)
    /// Begin a new low-water mark at the present number of idle workers; `false`: keep none.
    case markLowWater(Bool)
    /// Starts fail, so none is tried for this long.
    case throttle(Duration, failures: Int)
}
