/// What a worker tells beside its scoreboard slot; called in the worker's process.
package struct WorkerReports {
    /// Each connection, once it is closed; nil: nobody wants to know.
    package var connection: ((ConnectionRecord) -> Void)?
    /// The system lets no connection be accepted, and why; at most once a minute for a pool.
    package var refused: ((String) -> Void)?
    /// The worker can't go on, or not even start, and why.
    package var failed: ((String) -> Void)?
    /// Called first in the new worker, with its slot, so that records can say who speaks.
    package var began: ((WorkerSeat) -> Void)?

    package init() {}
}
