internal import LinuxSystem

/// The services at the end of a turn, for those who look while it ends; nothing is counted before somebody does.
package struct PoolOverview {
    private let pools: PoolTable
    /// The pools of the configuration that holds, in its order.
    private let current: [Int]
    private let now: Duration

    init(_ pools: PoolTable, _ current: [Int], at now: Duration) {
        self.pools = pools
        self.current = current
        self.now = now
    }

    package var summaries: [PoolSummary] { current.map { pools.summary(of: $0, at: now) } }

    /// The counters of a service by its place, and how many connections its workers take in a second.
    package func traffic(of place: Int) -> (totals: Totals, perSecond: Double) {
        let now = UInt64(clamping: now.wholeNanoseconds)
        var (totals, perSecond) = (pools[current[place]].scoreboard.ledger.inherited, 0.0)
        for pool in members(of: place) {
            // Those that never had a tenant may have no memory yet, and are left so.
            for index in pool.generations.indices where pool.generations[index] != 0 {
                let slot = pool.scoreboard.slot(index)
                totals += slot.pointee.totals
                perSecond += slot.pointee.perSecond(at: now)
            }
        }
        return (totals, perSecond)
    }

    package func workers(of place: Int) -> [WorkerSummary] { members(of: place).flatMap(\.workers) }

    /// Its pool, and those that it is taking over from.
    private func members(of place: Int) -> [Pool] {
        ([current[place]] + pools[current[place]].predecessors).map { pools[$0] }
    }
}
