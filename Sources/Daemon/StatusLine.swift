internal import PoolPolicy
internal import Prefork

/// The one line of `systemctl status`: what is wrong first, then how many workers each service has.
struct StatusLine: CustomStringConvertible {
    let pools: [PoolSummary]

    var description: String {
        let failing = pools.filter { $0.startFailures > 0 }.map { pool in
            "\(pool.name) FAILING (\(pool.startFailures) failed starts in a row)"
        }
        let saturated = pools.filter(\.isSaturated).map { "\($0.name) SATURATED (all \($0.limits.max) workers busy)" }
        let counts = pools.map { pool in
            let limit = pool.census.live >= pool.limits.max ? pool.bindingLimit.map { " (\($0.rawValue))" } : nil
            let most = pool.isFixed ? pool.limits.min : pool.limits.max
            return "\(pool.name) \(pool.census.live)/\(most)\(limit ?? "")"
        }
        let unready = pools.contains { !$0.wasReady }
        return (failing + saturated + ["\(unready ? "Starting" : "Workers"): \(counts.joined(separator: ", "))"])
            .joined(separator: "; ")
    }
}
