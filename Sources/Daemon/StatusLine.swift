internal import Control
internal import PoolPolicy
internal import Prefork

/// The one line of `systemctl status`: what is wrong first, then what the workers of each service do.
struct StatusLine: CustomStringConvertible {
    private let pools: [PoolSummary]
    /// Connections that each takes in a second.
    private let rates: [Double]

    init(_ pools: PoolOverview) {
        self.init(pools.summaries, rates: pools.summaries.indices.map(pools.perSecond(of:)))
    }

    init(_ pools: [PoolSummary], rates: [Double]) {
        self.pools = pools
        self.rates = rates
    }

    var description: String {
        let failing = pools.compactMap { pool in pool.failure.map { "\(pool.name) FAILING (\($0))" } }
        let saturated = pools.compactMap { pool in pool.saturation.map { "\(pool.name) SATURATED (\($0))" } }
        let drained = pools.filter(\.isDraining).map { "\($0.name) DRAINED" }
        let counts = zip(pools, rates).map { pool, rate in
            pool.isFixed ? "\(pool.name) \(pool.census.live) of \(pool.limits.min)" : Self.workers(pool, rate)
        }
        let unready = pools.contains { !$0.wasReady }
        let workers = "\(unready ? "Starting" : "Workers"): \(counts.joined(separator: "; "))"
        return (failing + saturated + drained + [workers]).joined(separator: "; ")
    }

    private static func workers(_ pool: PoolSummary, _ rate: Double) -> String {
        let (census, most) = (pool.census, pool.limits.max)
        let moving = [(census.starting, "starting"), (census.retiring, "retiring")].filter { $0.0 > 0 }
        let counts = ["\(census.serving) busy", "\(census.idle) idle"] + moving.map { "\($0.0) \($0.1)" }
        let limit = census.live >= most ? pool.bindingLimit.map { " (\($0.rawValue))" } : nil
        // Nobody looks again where nothing happens, so there is no word of a rate that there is not.
        let perSecond = rate >= 0.5 ? ", \(Int(rate.rounded()))/s" : ""
        return "\(pool.name) \(counts.joined(separator: ", ")) of \(most)\(limit ?? "")\(perSecond)"
    }
}

/// What is wrong with a pool, in a few words.
extension PoolSummary {
    var failure: String? {
        guard startFailures > 0 else { return nil }
        return "\(Counted(startFailures, "failed start"))\(startFailures > 1 ? " in a row" : "")"
    }

    var saturation: String? { isSaturated ? Self.busy(census.ready) : nil }

    /// One that is leaving holds a place too, which makes them fewer than there may be.
    private static func busy(_ workers: Int) -> String {
        switch workers {
        case 0: "no worker yet"
        case 1: "its worker busy"
        default: "all \(workers) workers busy"
        }
    }
}
