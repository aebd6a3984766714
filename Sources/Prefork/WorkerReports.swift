package import SystemPackage

/// What a worker tells beside its scoreboard slot, and who it is; called in the worker's process.
package struct WorkerReports {
    /// Each connection, once it is closed; nil: nobody wants to know.
    package var connection: ((WorkerSeat, ConnectionRecord) -> Void)?
    /// The system lets no connection be accepted, and why; at most once a minute for a pool.
    package var refused: ((WorkerSeat, Errno) -> Void)?
    /// The worker can't go on, or not even start, and why.
    package var failed: ((WorkerSeat, any Error) -> Void)?
    /// Called first in the new worker. Each page that it writes, the worker has for itself from then on.
    package var began: ((WorkerSeat) -> Void)?

    package init() {}
}
