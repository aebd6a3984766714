internal import LinuxSystem
package import PoolPolicy
internal import Synchronization
package import SystemPackage

/// The shared memory of one pool: what its workers tell of themselves, and which of them are idle.
///
/// Soft state. A worker may die between any two writes, so readers take it as advice and clamp it; whether a
/// worker lives is known from its wait status alone.
package final class Scoreboard {
    package let capacity: Int
    /// Workers that have nothing in hand.
    package let idle: SlotBits
    /// Workers that have something to tell: they are ready, or have served long enough.
    package let news: SlotBits
    /// Which of the idle wait for a connection.
    private let parking: Parking<SharedParkingLot>
    private let lot: SharedParkingLot
    /// Where workers wait for several listeners, each at one of these.
    private let sets: [ListenerSet]
    package let ledger: Ledger
    private let history: IdleHistory
    private let memory: SharedMemory
    private let alarm: EventCounter
    private let slotOffset: Int

    /// - Parameters:
    ///   - order: in which idle workers wait for a connection.
    ///   - sets: where they wait; none where there is one listener.
    ///   - ledger: of the pool that this one takes over from; nil: it is the service's first.
    package convenience init(
        name: String, capacity: Int, order: WakeOrder = .lifo, sets: [ListenerSet] = [], ledger: Ledger? = nil
    ) throws(Errno) {
        let layout = ScoreboardLayout(capacity: capacity)
        let memory = try SharedMemory(name: "preforkd:\(name)", size: layout.size)
        let ledger = if let ledger { ledger } else { try Ledger(name: name) }
        self.init(layout, order, sets, ledger, memory, try EventCounter())
    }

    /// That of an earlier program of this process, whose workers still write in it.
    convenience init(
        adopting memory: SharedMemory.Remains, alarm: consuming Descriptor, capacity: Int, order: WakeOrder,
        sets: [ListenerSet], ledger: Ledger
    ) {
        self.init(
            ScoreboardLayout(capacity: capacity), order, sets, ledger, SharedMemory(adopting: memory),
            EventCounter(adopting: alarm))
    }

    private init(
        _ layout: ScoreboardLayout, _ order: WakeOrder, _ sets: [ListenerSet], _ ledger: Ledger,
        _ memory: consuming SharedMemory, _ alarm: consuming EventCounter
    ) {
        let capacity = layout.capacity
        self.capacity = capacity
        self.sets = sets
        self.ledger = ledger
        slotOffset = layout.slots
        let base = UnsafeRawPointer(memory.bytes.baseAddress.unsafelyUnwrapped)
        idle = SlotBits(at: base + layout.idle, capacity: capacity)
        news = SlotBits(at: base + layout.news, capacity: capacity)
        lot = SharedParkingLot(
            at: base + layout.lot, idle: idle, armed: SlotBits(at: base + layout.armed, capacity: capacity))
        parking = Parking(lot, order: order, least: ParkingBounds.least, most: ParkingBounds.most)
        history = IdleHistory(at: base + layout.history, capacity: capacity)
        self.memory = memory
        self.alarm = alarm
    }

    /// The sets' epoll descriptors.
    var setDescriptors: [CInt] { sets.map(\.descriptor) }

    /// Readable when a worker has something to tell; the supervisor polls it.
    package var alarmDescriptor: CInt { alarm.descriptor.rawValue }
    package var memoryDescriptor: CInt { memory.descriptor.rawValue }

    package func slot(_ index: Int) -> UnsafePointer<ScoreboardSlot> {
        precondition(index >= 0 && index < capacity, "a slot of this scoreboard")
        return pointer(at: slotOffset + index * ScoreboardSlot.stride)
    }

    private func pointer<T: ~Copyable>(at offset: Int) -> UnsafePointer<T> {
        UnsafePointer(memory.bytes.baseAddress.unsafelyUnwrapped.advanced(by: offset).assumingMemoryBound(to: T.self))
    }

    // MARK: The header

    /// Words that every worker of the pool writes, the busy ones apart from each other.
    private struct Header: ~Copyable {
        /// Fewer idle than this, and the worker that sees it tells. 0: nobody needs to be told.
        let tellBelow: Atomic<UInt64>
        /// Since when the history of the idle is kept, in monotonic nanoseconds; 0: it is not.
        let historyStart: Atomic<UInt64>
        /// Set while a wake of the supervisor is under way, so that a crowd sends one.
        let told: Atomic<UInt64>
        /// Monotonic nanoseconds of the last complaint of a kind that a whole pool may make once a minute.
        let complainedAt: Atomic<UInt64>
        /// Not 0 while workers that are ready take no connection yet.
        let closed: Atomic<UInt64>
    }

    static let headerSize = 256
    private var header: UnsafePointer<Header> { pointer(at: 0) }

    // MARK: The worker's side

    /// A connection begins now.
    /// - Returns: a number that no other connection of the service has, from 1.
    package func beginConnection(at now: UInt64) -> UInt64 { ledger.beginConnection(at: now) }

    /// A connection that its slot has counted ends now, after so many nanoseconds.
    package func endConnection(after duration: UInt64, at now: UInt64) {
        ledger.endConnection(after: duration, at: now)
    }

    /// Returns once workers may take connections, or this one, which is ready, is to leave.
    package func awaitOpening(_ slot: Int, isLeaving: () -> Bool) {
        // The word first: whoever opens sets it after that.
        lot.prepareSleep(slot)
        while !isOpen, !isLeaving() {
            lot.sleep(slot)
            lot.prepareSleep(slot)
        }
    }

    /// Returns once a worker that has withdrawn is to leave, or `time` is over.
    package func pause(_ slot: Int, for time: Duration, isLeaving: () -> Bool) {
        let end = MonotonicClock.now() + time
        lot.prepareSleep(slot)
        while !isLeaving(), case let left = end - MonotonicClock.now(), left > .zero {
            lot.sleep(slot, for: left)
            lot.prepareSleep(slot)
        }
    }

    /// Marks a slot idle.
    package func setIdle(_ slot: Int, at now: UInt64) {
        idle.set(slot)
        // Nobody wants to know how many are idle while there is nothing to give back.
        if header.pointee.historyStart.load(ordering: .relaxed) != 0 { history.rose(to: idle.count, at: now) }
    }

    /// Marks a slot busy and tells the supervisor when that leaves too few idle.
    package func setBusy(_ slot: Int) {
        idle.clear(slot)
        // After the bit and in one order with the supervisor's own writes: either it sees the bit, or we the threshold.
        let threshold = Int(clamping: header.pointee.tellBelow.load(ordering: .sequentiallyConsistent))
        if threshold > 0 && idle.count(upTo: threshold) < threshold { tell() }
        parking.disarm(slot)
    }

    /// Returns once a worker, which is idle, may wait for a connection, or is to leave.
    package func awaitTurn(_ slot: Int, isTurnOver: Bool, isLeaving: () -> Bool) {
        // Who waits at the first set is told first. With the others before it now, each has its turn.
        if isTurnOver, parking.order == .fifo { listenerSet(slot)?.passTurn() }
        parking.rest(slot, isTurnOver: isTurnOver, isLeaving: isLeaving)
    }

    package func listenerSet(_ slot: Int) -> ListenerSet? { sets.isEmpty ? nil : sets[slot % sets.count] }

    /// The word that wakes a worker which waits for its turn, once it is not 0.
    package func bell(_ slot: Int) -> UnsafePointer<UInt32> { lot.bell(slot) }

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
        if header.pointee.told.exchange(1, ordering: .sequentiallyConsistent) == 0 { alarm.signal() }
    }

    /// Whether this pool may complain again: once in `interval` nanoseconds for all its workers together.
    package func mayComplain(at now: UInt64, interval: UInt64) -> Bool {
        let last = header.pointee.complainedAt.load(ordering: .relaxed)
        guard last == 0 || now &- last >= interval else { return false }
        return header.pointee.complainedAt.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    }

    // MARK: The supervisor's side

    /// Takes the wakes that came so far. Look at the slots after this, never before.
    package func clearAlarm() {
        alarm.clear()
        // Not a mere store: what a worker wrote before it found this set is to be seen from here on.
        _ = header.pointee.told.exchange(0, ordering: .sequentiallyConsistent)
    }

    /// Sets the threshold that was decided on when `known` were idle. A worker that took a connection since then
    /// may have seen the old one and kept silent, so this tells on its behalf.
    package func tell(belowIdle threshold: Int, known: Int) {
        header.pointee.tellBelow.store(UInt64(threshold), ordering: .sequentiallyConsistent)
        if threshold > 0 && idle.count < known { tell() }
    }

    /// The tenant of a slot is dead, and may have been in the middle of anything.
    package func bury(_ slot: Int) {
        idle.clear(slot)
        parking.bury(slot)
        for set in sets { set.lookAgain() }
    }

    /// Workers that become ready take no connection until `open()`.
    package func close() {
        header.pointee.closed.store(1, ordering: .sequentiallyConsistent)
    }

    var isOpen: Bool { header.pointee.closed.load(ordering: .sequentiallyConsistent) == 0 }

    package func open() {
        header.pointee.closed.store(0, ordering: .sequentiallyConsistent)
        for slot in 0..<capacity where idle.contains(slot) { lot.wake(slot) }
    }

    /// Nobody is told of clients of this listener any more.
    package func forget(_ listener: Listener) {
        for set in sets { set.remove(listener) }
    }

    /// Keeps a history of the idle from now on; nil: none.
    package func keepHistory(from start: Duration?) {
        let nanoseconds = start.map { max(1, UInt64(clamping: $0.wholeNanoseconds)) } ?? 0
        header.pointee.historyStart.store(nanoseconds, ordering: .relaxed)
    }

    /// How many of `idle` workers nobody would have missed in the `window` before `now`; none where no history is kept.
    package func lowWater(idle: Int, within window: Duration, at now: Duration) -> LowWater {
        let start = header.pointee.historyStart.load(ordering: .relaxed)
        guard start != 0 else { return LowWater(idle: 0) }
        return history.lowWater(idle: idle, within: window, at: now, start: start)
    }

    /// Counters of all slots together.
    package var totals: Totals {
        var sum = Totals()
        for index in 0..<capacity { sum += slot(index).pointee.totals }
        return sum
    }
}
