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
    /// What workers write, and read of each other.
    package var words: ScoreboardWords { wordsPlace.address.pointee }
    /// Where that is told. A copy would take a worker further down its stack, into another page.
    let wordsPlace: FixedPlace<ScoreboardWords>
    /// Where workers wait for several listeners, each at one of these.
    private let sets: [ListenerSet]
    package let ledger: Ledger
    private let memory: SharedMemory
    private let alarm: EventCounter
    private let slotOffset: Int

    /// - Parameters:
    ///   - parking: which idle workers wait for a connection.
    ///   - sets: where they wait; none where there is one listener.
    ///   - ledger: of the pool that this one takes over from; nil: it is the service's first.
    package convenience init(
        name: String, capacity: Int, parking rules: ParkingRules = ParkingRules(), sets: [ListenerSet] = [],
        ledger: Ledger? = nil
    ) throws(Errno) {
        let layout = ScoreboardLayout(capacity: capacity)
        let memory = try SharedMemory(name: "preforkd:\(name)", size: layout.size)
        let ledger = if let ledger { ledger } else { try Ledger(name: name) }
        self.init(layout, rules, sets, ledger, memory, try EventCounter())
    }

    /// That of an earlier program of this process, whose workers still write in it.
    convenience init(
        adopting memory: SharedMemory.Handed, alarm: consuming Descriptor, capacity: Int,
        parking rules: ParkingRules, sets: [ListenerSet], ledger: Ledger
    ) {
        self.init(
            ScoreboardLayout(capacity: capacity), rules, sets, ledger, SharedMemory(adopting: memory),
            EventCounter(adopting: alarm))
    }

    private init(
        _ layout: ScoreboardLayout, _ rules: ParkingRules, _ sets: [ListenerSet], _ ledger: Ledger,
        _ memory: consuming SharedMemory, _ alarm: consuming EventCounter
    ) {
        let capacity = layout.capacity
        self.capacity = capacity
        self.sets = sets
        self.ledger = ledger
        slotOffset = layout.slots
        wordsPlace = FixedPlace(
            ScoreboardWords(
                layout, at: UnsafeRawPointer(memory.bytes.baseAddress.unsafelyUnwrapped), parking: rules,
                durations: ledger.durations, alarm: alarm.descriptor.rawValue))
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
        let base = memory.bytes.baseAddress.unsafelyUnwrapped
        return UnsafePointer(
            base.advanced(by: slotOffset + index * ScoreboardSlot.stride).assumingMemoryBound(to: ScoreboardSlot.self))
    }

    /// Workers that have nothing in hand.
    package var idle: SlotBits { words.idle }
    /// Workers that have something to tell: they are ready, or have served long enough.
    package var news: SlotBits { words.news }

    func listenerSet(_ slot: Int) -> ListenerSet? { sets.isEmpty ? nil : sets[slot % sets.count] }

    // MARK: The supervisor's side

    /// Takes the wakes that came so far. Look at the slots after this, never before.
    package func clearAlarm() {
        alarm.clear()
        // Not a mere store: what a worker wrote before it found this set is to be seen from here on.
        _ = words.header.pointee.told.exchange(0, ordering: .sequentiallyConsistent)
    }

    /// Sets the threshold that was decided on when `known` were idle. A worker that took a connection since then
    /// may have seen the old one and kept silent, so this tells on its behalf.
    package func tell(belowIdle threshold: Int, known: Int) {
        words.header.pointee.tellBelow.store(UInt64(threshold), ordering: .sequentiallyConsistent)
        if threshold > 0 && idle.count < known { words.tell() }
    }

    /// The tenant of a slot is dead, and may have been in the middle of anything.
    package func bury(_ slot: Int) {
        idle.clear(slot)
        words.parking.bury(slot)
        for set in sets { set.lookAgain() }
    }

    /// Says whether workers that become ready from here on may take connections.
    package func admit(_ admission: Admission) {
        words.header.pointee.admission.store(admission.rawValue, ordering: .sequentiallyConsistent)
        guard admission == .open else { return }
        for slot in 0..<capacity where idle.contains(slot) { words.parking.lot.wake(slot) }
    }

    /// Nobody is told of clients of this listener any more.
    package func forget(_ listener: Listener) {
        for set in sets { set.remove(listener) }
    }

    /// Keeps a history of the idle from now on; nil: none.
    package func keepHistory(from start: Duration?) {
        let nanoseconds = start.map { max(1, UInt64(clamping: $0.wholeNanoseconds)) } ?? 0
        words.header.pointee.historyStart.store(nanoseconds, ordering: .relaxed)
    }

    /// How many of `idle` workers nobody would have missed in the `window` before `now`; none where no history is kept.
    package func lowWater(idle: Int, within window: Duration, at now: Duration) -> LowWater {
        let start = words.header.pointee.historyStart.load(ordering: .relaxed)
        guard start != 0 else { return LowWater(idle: 0) }
        return words.history.lowWater(idle: idle, within: window, at: now, start: start)
    }

    /// Counters of all slots together.
    package var totals: Totals {
        var sum = Totals()
        for index in 0..<capacity { sum += slot(index).pointee.totals }
        return sum
    }
}
