internal import LinuxSystem
internal import Synchronization

/// The parking lot of a pool, in its shared memory.
struct SharedParkingLot: ParkingLot {
    private let idle: SlotBits
    private let armed: SlotBits
    private let turnWord: UnsafePointer<Atomic<UInt32>>
    private let bells: UnsafePointer<Atomic<UInt32>>

    /// Bytes that the words of so many slots need, the bits apart.
    static func size(capacity: Int) -> Int { (1 + capacity) * MemoryLayout<Atomic<UInt32>>.stride }

    /// - Parameter memory: zeroed, aligned to 4 bytes, `size(capacity:)` long.
    init(at memory: UnsafeRawPointer, idle: SlotBits, armed: SlotBits) {
        self.idle = idle
        self.armed = armed
        turnWord = memory.assumingMemoryBound(to: Atomic<UInt32>.self)
        bells = turnWord + 1
    }

    /// The word that the slot's worker sleeps on while it is 0.
    func bell(_ slot: Int) -> UnsafePointer<UInt32> {
        UnsafeRawPointer(bells + slot).assumingMemoryBound(to: UInt32.self)
    }

    @inline(__always)
    func isIdle(_ slot: Int) -> Bool { idle.contains(slot) }

    @inline(__always)
    func arm(_ slot: Int) { armed.set(slot) }
    @inline(__always)
    func disarm(_ slot: Int) { armed.clear(slot) }
    @inline(__always)
    func isArmed(_ slot: Int) -> Bool { armed.contains(slot) }
    @inline(__always)
    func hasArmed(_ wanted: Int) -> Bool { armed.has(wanted) }

    func visitArmed(_ visit: (_ slot: Int) -> Void) {
        armed.visitDown { slot in
            visit(slot)
            return true
        }
    }

    func parked(from slot: Int) -> Int? { idle.first(from: slot, notIn: armed) }

    func prepareSleep(_ slot: Int) { bells[slot].store(0, ordering: .sequentiallyConsistent) }

    func sleep(_ slot: Int) { Futex.wait(bell(slot), while: 0) }

    func sleep(_ slot: Int, for limit: Duration) { Futex.wait(bell(slot), while: 0, for: limit) }

    func wake(_ slot: Int) {
        bells[slot].store(1, ordering: .sequentiallyConsistent)
        Futex.wake(bell(slot))
    }

    var turn: Int {
        get { Int(turnWord.pointee.load(ordering: .relaxed)) }
        nonmutating set { turnWord.pointee.store(UInt32(clamping: newValue), ordering: .relaxed) }
    }
}
