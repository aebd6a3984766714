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
    /// The pool retires, for good or until it is resumed.
    case drain
    case resume
}

/// How the end of a worker is to be taken.
package enum WorkerEnd: Hashable, Sendable {
    /// It never reported ready: a start failure, which throttles.
    case beforeReady
    /// Somebody killed it before it reported ready: a start failure only where none becomes ready in between.
    case killedBeforeReady
    /// It reported ready and ended soon after, without a single connection: no better than a start failure.
    case unused
    /// It said that it can serve nobody: no better either.
    case unfit
    /// It had been at work and nobody asked it to go: replaced at once.
    case unasked
    /// It was asked.
    case asked
}
