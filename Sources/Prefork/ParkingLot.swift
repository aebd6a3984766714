/// The bits and words that `Parking` works on. Each call but the counts and searches is one step, seen whole by all
/// others, and all of them in one order.
protocol ParkingLot {
    func isIdle(_ slot: Int) -> Bool

    func arm(_ slot: Int)
    func disarm(_ slot: Int)
    func isArmed(_ slot: Int) -> Bool
    func hasArmed(_ wanted: Int) -> Bool
    func visitArmed(_ visit: (_ slot: Int) -> Void)

    /// The first slot from `slot` on that is idle and not armed.
    func parked(from slot: Int) -> Int?

    /// A wake from here on ends the next sleep.
    func prepareSleep(_ slot: Int)
    /// Returns once there was a wake since the last call of `prepareSleep`, or earlier.
    func sleep(_ slot: Int)
    func wake(_ slot: Int)

    /// Whose turn is next. Advice: it may be lost, and any number will do.
    var turn: Int { get nonmutating set }
}
