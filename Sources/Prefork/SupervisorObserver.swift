package import PoolPolicy

/// Who is told what the supervisor does, in its own process and loop; must not block.
package protocol SupervisorObserver: AnyObject {
    func observe(_ event: SupervisorEvent)

    /// The end of a turn, with every pool as it is now.
    func turnEnded(now: Duration, pools: [PoolSummary])

    /// When `turnEnded` is wanted though nothing happens.
    var deadline: Duration? { get }
}

/// One pool at the end of a turn.
package struct PoolSummary: Hashable, Sendable {
    package let name: String
    package let census: Census
    package let limits: PoolLimits
    package let wasReady: Bool
    /// Rounds of starts that failed since the last worker became ready.
    package let startFailures: Int
}

extension Pool {
    var summary: PoolSummary {
        PoolSummary(
            name: name, census: census(), limits: policy.limits, wasReady: wasReady,
            startFailures: policy.throttle.failures)
    }
}
