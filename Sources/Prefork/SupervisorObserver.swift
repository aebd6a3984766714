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
