/// Who accepts the connections of a service.
package enum WorkerKind: Hashable, Sendable {
    /// The worker, for its handler.
    case handler
    /// The program that the worker becomes. What it does with its connections, nobody else knows.
    case program(Readiness)
}

/// When a worker that becomes a program is ready.
package enum Readiness: String, CaseIterable, Hashable, Sendable {
    /// When it has become the program. Whether that works is seen while it runs.
    case exec
    /// When the program says so: READY=1 of sd_notify(3).
    case notify
}
