internal import PoolPolicy

/// The numbers of workers that a pool keeps to, where somebody has set them.
extension Pool {
    /// Those in effect.
    var bounds: PoolBounds { bounds(of: policy.limits) }

    /// What is in limits of this pool that somebody has set.
    func bounds(of limits: PoolLimits) -> PoolBounds {
        PoolBounds(min: limits.min, max: configured.max.map { _ in limits.max })
    }

    /// What somebody has made of the numbers in the configuration goes on for as long as those are the same.
    mutating func keepScale(of old: Pool) {
        if old.configured == configured { scale(to: old.bounds) }
    }

    /// What an operator asked of the pool in an earlier program.
    mutating func adoptOrders(_ handed: PoolHandover, at now: Duration) {
        if let configured = handed.configured, let bounds = handed.bounds {
            self.configured = configured
            scale(to: bounds)
        }
        // It comes without an action: nothing was asked for yet.
        if handed.isDraining { _ = policy.step(.drain, census(at: now), now: now) }
    }

    /// As far as there are slots.
    private mutating func scale(to bounds: PoolBounds) {
        if let most = bounds.max { policy.limits.max = Swift.max(1, Swift.min(most, scoreboard.capacity)) }
        policy.limits.min = Swift.max(policy.isFixed ? 1 : 0, Swift.min(bounds.min, policy.limits.max))
    }
}
