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

    /// What a service by its place has to do and had.
    package func traffic(of place: Int) -> ServiceTraffic {
        let now = UInt64(clamping: now.wholeNanoseconds)
        let ledger = pools[current[place]].scoreboard.ledger
        // Before the slots: they count an end first.
        var traffic = ServiceTraffic(
            totals: ledger.inherited, durations: ledger.durations.all,
            recentDurations: ledger.durations.lately(at: now),
            begun: ledger.durations.begun(at: now))
        visitSlots(of: place) { slot in
            traffic.totals += slot.pointee.totals
            traffic.perSecond += slot.pointee.perSecond(at: now)
        }
        return traffic
    }

    /// Connections that its workers take in a second.
    package func perSecond(of place: Int) -> Double {
        var sum = 0.0
        visitSlots(of: place) { sum += $0.pointee.perSecond(at: UInt64(clamping: now.wholeNanoseconds)) }
        return sum
    }

    private func visitSlots(of place: Int, _ visit: (UnsafePointer<ScoreboardSlot>) -> Void) {
        for pool in members(of: place) {
            // Those that never had a tenant may have no memory yet, and are left so.
            for index in pool.generations.indices where pool.generations[index] != 0 {
                visit(pool.scoreboard.slot(index))
            }
        }
    }

    package func workers(of place: Int) -> [WorkerSummary] { members(of: place).flatMap(\.workers) }

    /// Its pool, and those that it is taking over from.
    private func members(of place: Int) -> [Pool] {
        ([current[place]] + pools[current[place]].predecessors).map { pools[$0] }
    }
}
