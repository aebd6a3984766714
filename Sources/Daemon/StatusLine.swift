internal import PoolPolicy
internal import Prefork

/// The one line of `systemctl status`: what is wrong first, then how many workers each service has.
struct StatusLine: CustomStringConvertible {
    let pools: [PoolSummary]

    var description: String {
        let failing = pools.compactMap { pool in pool.failure.map { "\(pool.name) FAILING (\($0))" } }
        let saturated = pools.compactMap { pool in pool.saturation.map { "\(pool.name) SATURATED (\($0))" } }
        let drained = pools.filter(\.isDraining).map { "\($0.name) DRAINED" }
        let counts = pools.map { pool in
            let limit = pool.census.live >= pool.limits.max ? pool.bindingLimit.map { " (\($0.rawValue))" } : nil
            let most = pool.isFixed ? pool.limits.min : pool.limits.max
            return "\(pool.name) \(pool.census.live)/\(most)\(limit ?? "")"
        }
        let unready = pools.contains { !$0.wasReady }
        let workers = "\(unready ? "Starting" : "Workers"): \(counts.joined(separator: ", "))"
        return (failing + saturated + drained + [workers]).joined(separator: "; ")
    }
}

/// What is wrong with a pool, in a few words.
extension PoolSummary {
    var failure: String? { startFailures > 0 ? "\(startFailures) failed starts in a row" : nil }

    var saturation: String? { isSaturated ? "all \(limits.max) workers busy" : nil }
}
