internal import LinuxSystem
internal import Synchronization

/// What the workers of a pool write for each other and for the supervisor, and where it lies in their shared memory.
///
/// Addresses and no reference: counting those would cost a worker more than what it does here for a connection, and a page
/// of its own for the count. They hold for as long as the scoreboard does, which a worker never lets go.
package struct ScoreboardWords {
    /// Workers that have nothing in hand.
    package let idle: SlotBits
    /// Workers that have something to tell: they are ready, or have served long enough.
    package let news: SlotBits
    /// Which of the idle wait for a connection.
    let parking: Parking<SharedParkingLot>
    let history: IdleHistory
    let header: UnsafePointer<Header>
    package let durations: DurationLedger
    private let alarm: CInt

    /// Words that every worker of the pool writes, the busy ones apart from each other.
    struct Header: ~Copyable {
        /// Fewer idle than this, and the worker that sees it tells. 0: nobody needs to be told.
        let tellBelow: Atomic<UInt64>
        /// Since when the history of the idle is kept, in monotonic nanoseconds; 0: it is not.
        let historyStart: Atomic<UInt64>
        /// Set while a wake of the supervisor is under way, so that a crowd sends one.
        let told: Atomic<UInt64>
        /// Monotonic nanoseconds of the last complaint of a kind that a whole pool may make once a minute.
        let complainedAt: Atomic<UInt64>
        /// An `Admission`.
        let admission: Atomic<UInt64>
    }

    static let headerSize = 256

    /// - Parameters:
    ///   - base: zeroed or left by an earlier program, as long as the layout says.
    ///   - alarm: what the supervisor polls.
    init(
        _ layout: ScoreboardLayout, at base: UnsafeRawPointer, parking rules: ParkingRules, durations: DurationLedger,
        alarm: CInt
    ) {
        let capacity = layout.capacity
        idle = SlotBits(at: base + layout.idle, capacity: capacity)
        news = SlotBits(at: base + layout.news, capacity: capacity)
        let lot = SharedParkingLot(
            at: base + layout.lot, idle: idle, armed: SlotBits(at: base + layout.armed, capacity: capacity))
        parking = Parking(lot, rules)
        history = IdleHistory(at: base + layout.history, capacity: capacity)
        header = base.assumingMemoryBound(to: Header.self)
        self.durations = durations
        self.alarm = alarm
    }

    private var lot: SharedParkingLot { parking.lot }

    // MARK: For each connection

    /// Marks a slot idle.
    @inline(__always)
    package func setIdle(_ slot: Int, at now: UInt64) {
        idle.set(slot)
        // Nobody wants to know how many are idle while there is nothing to give back.
        if header.pointee.historyStart.load(ordering: .relaxed) != 0 { history.rose(to: idle.count, at: now) }
    }

    /// Returns once a worker, which is idle, may wait for a connection, or is to leave.
    @inline(__always)
    func awaitTurn(_ slot: Int, isTurnOver: Bool, isLeaving: () -> Bool) {
        parking.rest(slot, isTurnOver: isTurnOver, isLeaving: isLeaving)
    }

    /// Marks a slot busy and tells the supervisor when that leaves too few idle.
    @inline(__always)
    package func setBusy(_ slot: Int) {
        idle.clear(slot)
        // After the bit and in one order with the supervisor's own writes: either it sees the bit, or we the threshold.
        let threshold = Int(clamping: header.pointee.tellBelow.load(ordering: .sequentiallyConsistent))
        if threshold > 0 && !idle.has(threshold) { tell() }
        parking.disarm(slot)
    }

    // MARK: From time to time

    /// Returns once workers may take connections, or this one, which is ready and idle, is to leave.
    package func awaitOpening(_ slot: Int, isLeaving: () -> Bool) {
        // The word first: whoever opens sets it after that.
        lot.prepareSleep(slot)
        while admission != .open, !isLeaving() {
            // Others that serve may have armed it, and would count on it.
            if admission == .noMore { withdraw(slot) }
            lot.sleep(slot)
            lot.prepareSleep(slot)
        }
    }

    var admission: Admission {
        Admission(rawValue: header.pointee.admission.load(ordering: .sequentiallyConsistent)) ?? .open
    }

    /// Returns once a worker that has withdrawn is to leave, or `time` is over.
    func pause(_ slot: Int, for time: Duration, isLeaving: () -> Bool) {
        let end = MonotonicClock.now() + time
        lot.prepareSleep(slot)
        while !isLeaving(), case let left = end - MonotonicClock.now(), left > .zero {
            lot.sleep(slot, for: left)
            lot.prepareSleep(slot)
        }
    }

    /// The word that wakes a worker which waits for its turn, once it is not 0.
    func bell(_ slot: Int) -> UnsafePointer<UInt32> { lot.bell(slot) }

    /// Whoever has this slot takes no connection from here on, or for a while. Either side may say so.
    package func withdraw(_ slot: Int) {
        idle.clear(slot)
        parking.disarm(slot)
    }

    /// Has the supervisor look at this slot.
    package func announce(_ slot: Int) {
        news.set(slot)
        tell()
    }

    /// Wakes the supervisor.
    package func tell() {
        if header.pointee.told.exchange(1, ordering: .sequentiallyConsistent) == 0 { EventCounter.signal(alarm) }
    }

    /// Whether this pool may complain again: once in `interval` nanoseconds for all its workers together.
    package func mayComplain(at now: UInt64, interval: UInt64) -> Bool {
        let last = header.pointee.complainedAt.load(ordering: .relaxed)
        guard last == 0 || now &- last >= interval else { return false }
        return header.pointee.complainedAt.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    }
}
