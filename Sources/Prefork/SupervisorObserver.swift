package import PoolPolicy

/// Who is told what the supervisor does, in its own process and loop; must not block.
package protocol SupervisorObserver: AnyObject {
    func observe(_ event: SupervisorEvent)

    /// The end of a turn.
    /// - Parameter isNews: whether a pool may be another than at the end of the turn before.
    func turnEnded(now: Duration, isNews: Bool, pools: PoolOverview)

    /// When `turnEnded` is wanted though nothing happens.
    var deadline: Duration? { get }

    /// Polled for reading together with all else; asked for once, at the start.
    var descriptor: CInt? { get }

    /// The descriptor is readable: what its other end asks of the supervisor.
    func attend(now: Duration) -> [SupervisorOrder]
}

/// One pool at the end of a turn.
package struct PoolSummary: Hashable, Sendable {
    package let name: String
    package let census: Census
    package let limits: PoolLimits
    package let wasReady: Bool
    /// Rounds of starts that failed since the last worker became ready.
    package let startFailures: Int
    /// Whether clients wait, and no more workers may be had.
    package let isSaturated: Bool
    /// Whether somebody asked its workers to leave, and nobody that it serve on.
    package let isDraining: Bool
    /// What binds a pool whose maximum is no number.
    package let bindingLimit: BindingLimit?
    /// Whether it keeps its minimum, for nobody sees what its workers do.
    package let isFixed: Bool
}
