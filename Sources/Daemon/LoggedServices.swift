internal import Prefork

/// The service of each pool, by the index under which the supervisor speaks of it.
final class LoggedServices {
    private var services: [Int: LoggedService] = [:]

    subscript(pool: Int) -> LoggedService { services[pool] ?? LoggedService(name: "", isAcceptor: false) }

    func opened(_ pool: Int, _ name: String, _ kind: WorkerKind) {
        services[pool] = LoggedService(name: name, isAcceptor: kind != .handler)
    }
}
