package import PoolPolicy
package import SystemPackage

/// One decision about a pool, with the numbers that led to it.
package struct Decision: Hashable, Sendable {
    /// Index of the pool that it is about.
    package let pool: Int
    package let kind: Kind
    /// The pool before it.
    package let census: Census

    package enum Kind: Hashable, Sendable {
        case spawned(Int, SpawnReason)
        /// Idle workers were asked to leave, for nobody needs them.
        case retired(Int)
        case recycled(WorkerID, pid: Int32, Wear)
        /// The system would not fork.
        case forkRefused(Errno)
        /// None is started for a while.
        case throttled(Duration, ThrottleReason, failures: Int)
        /// With the limit that binds a pool whose maximum is no number.
        case saturated(Saturation.Report, BindingLimit?)
        /// Another limit binds the pool than before.
        case bounded(Ceiling)
        /// An operator has changed the minimum or the maximum, by a signal or by `scale`; these hold now.
        case scaled(PoolLimits)
    }
}
