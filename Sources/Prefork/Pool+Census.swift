package import PoolPolicy

/// How many workers a pool has of each kind.
extension Pool {
    package var ready: Int { tally.ready }
    package var live: Int { tally.live }
    /// Those that are meant to go on.
    var staying: Int { tally.starting + tally.ready }
    var recycling: Int { tally.recycling }

    /// Counts now. What workers say of themselves is clamped to what the wait statuses allow.
    package func census(at now: Duration) -> Census {
        let idle = min(scoreboard.idle.count, ready)
        return Census(
            starting: tally.starting, idle: idle, serving: ready - idle, retiring: tally.retiring, worn: tally.worn,
            recycling: tally.recycling,
            lowWater: scoreboard.lowWater(idle: idle, within: policy.limits.idleTimeout, at: now))
    }
}
