internal import LinuxSystem
internal import Synchronization
package import SystemPackage

/// The shared memory of one pool: what its workers tell of themselves, and which of them are idle.
///
/// Soft state. A worker may die between any two writes, so readers take it as advice and clamp it; whether a
/// worker lives is known from its wait status alone.
package final class Scoreboard {
    package let capacity: Int
    private let memory: SharedMemory
    private let alarm: EventCounter

    // Layout: the header in its own cache lines, one bit per slot, then the slots.
    private static let headerSize = 256
    private static let bitsPerWord = 64
    private let wordCount: Int
    private let slotOffset: Int

    package init(name: String, capacity: Int) throws(Errno) {
        self.capacity = capacity
        wordCount = (capacity + Self.bitsPerWord - 1) / Self.bitsPerWord
        let bitmapSize = (wordCount * 8 + ScoreboardSlot.stride - 1) / ScoreboardSlot.stride * ScoreboardSlot.stride
        slotOffset = Self.headerSize + bitmapSize
        precondition(MemoryLayout<ScoreboardSlot>.size <= ScoreboardSlot.stride, "a slot fits its stride")
        memory = try SharedMemory(name: "preforkd:\(name)", size: slotOffset + capacity * ScoreboardSlot.stride)
        alarm = try EventCounter()
    }

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
        /// The fewest idle since the mark was restarted; 0 while none is kept, for nothing is below it.
        let lowWater: Atomic<UInt64>
        /// Set while a wake of the supervisor is under way, so that a crowd sends one.
        let told: Atomic<UInt64>
        /// Monotonic nanoseconds of the last complaint of a kind that a whole pool may make once a minute.
        let complainedAt: Atomic<UInt64>
        let padding: (UInt64, UInt64, UInt64, UInt64)
        let lastConnection: Atomic<UInt64>
    }

    private var header: UnsafePointer<Header> { pointer(at: 0) }

    private func word(_ index: Int) -> UnsafePointer<Atomic<UInt64>> {
        pointer(at: Self.headerSize + index * 8)
    }

    // MARK: The worker's side

    /// A number that no other connection of the service has, from 1.
    package func nextConnection() -> UInt64 {
        header.pointee.lastConnection.wrappingAdd(1, ordering: .relaxed).newValue
    }

    /// Marks a slot idle.
    package func setIdle(_ slot: Int) {
        word(slot / Self.bitsPerWord).pointee.bitwiseOr(Self.bit(slot), ordering: .sequentiallyConsistent)
    }

    /// Marks a slot busy and tells the supervisor when that leaves too few idle.
    package func setBusy(_ slot: Int) {
        clearIdle(slot)
        // After the bit and in one order with the supervisor's own writes: either it sees the bit, or we the threshold.
        let threshold = header.pointee.tellBelow.load(ordering: .sequentiallyConsistent)
        let lowest = header.pointee.lowWater.load(ordering: .relaxed)
        guard threshold > 0 || lowest > 0 else { return }
        let idle = UInt64(idleCount)
        if idle < lowest { header.pointee.lowWater.min(idle, ordering: .relaxed) }
        if idle < threshold { tell() }
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
        if threshold > 0 && idleCount < known { tell() }
    }

    /// Starts a new low-water mark at the present count, or keeps none.
    package func markLowWater(_ keep: Bool) {
        header.pointee.lowWater.store(keep ? UInt64(idleCount) : 0, ordering: .relaxed)
    }

    package var idleLowWater: Int { Int(clamping: header.pointee.lowWater.load(ordering: .relaxed)) }

    /// In one order with the bits' changes, or two workers that become busy at once would each count the other.
    package var idleCount: Int {
        var count = 0
        for index in 0..<wordCount {
            count += word(index).pointee.load(ordering: .sequentiallyConsistent).nonzeroBitCount
        }
        return count
    }

    package func isIdle(_ slot: Int) -> Bool {
        word(slot / Self.bitsPerWord).pointee.load(ordering: .relaxed) & Self.bit(slot) != 0
    }

    /// For a worker that takes a connection, and for the supervisor that buries one.
    package func clearIdle(_ slot: Int) {
        word(slot / Self.bitsPerWord).pointee.bitwiseAnd(~Self.bit(slot), ordering: .sequentiallyConsistent)
    }

    /// Counters of all slots together.
    package var totals: Totals {
        var sum = Totals()
        for index in 0..<capacity { sum += slot(index).pointee.totals }
        return sum
    }

    private static func bit(_ slot: Int) -> UInt64 { 1 << UInt64(slot % bitsPerWord) }
}
