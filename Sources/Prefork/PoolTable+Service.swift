internal import PoolPolicy

/// A service in numbers: its pool together with those that it is taking over from.
extension PoolTable {
    /// Counts now.
    func census(of index: Int, at now: Duration) -> Census {
        var census = self[index].census(at: now)
        for old in self[index].predecessors { self[old].add(to: &census) }
        return census
    }

    /// The counters of all its pools, those that are gone too.
    func totals(of index: Int) -> Totals {
        var sum = self[index].scoreboard.ledger.inherited
        for pool in [index] + self[index].predecessors { sum += self[pool].scoreboard.totals }
        return sum
    }

    func summary(of index: Int, at now: Duration) -> PoolSummary {
        let pool = self[index]
        return PoolSummary(
            name: pool.name, census: census(of: index, at: now), limits: pool.policy.limits, wasReady: pool.wasReady,
            startFailures: pool.policy.throttle.failures, isSaturated: pool.policy.saturation.isSaturated,
            isDraining: pool.policy.isDraining, bindingLimit: pool.bindingLimit, isFixed: pool.policy.isFixed)
    }
}
