package import LinuxSystem

/// What came in while the supervisor waited.
package enum SystemEvent: Hashable, Sendable {
    case signal(Signal)
    case ended(WorkerID)
    /// Lines that a worker wrote to its stderr.
    case output(WorkerID, OutputReport)
    /// A worker became ready, or took one of the last spares.
    case demand(pool: Int)
    /// Somebody waits in an accept queue.
    case queued(pool: Int)
    /// A program was examined: how that ended, and what it said.
    case examined(WaitStatus, String)
    /// The observer wants to be attended to.
    case attention
}
