internal import LinuxSystem
internal import Synchronization

/// What one worker tells about itself, in shared memory; it survives the worker. One writer: the slot's tenant.
///
/// The counters belong to the slot and go on from tenant to tenant, so sums over slots are totals of the pool.
package struct ScoreboardSlot: ~Copyable {
    /// The program that the tenant has started, and the process group that it leads; 0: there is none. It comes first, for
    /// the kernel is given its address.
    private let program: Atomic<Int32>
    private let state: Atomic<UInt32>
    private let generation: Atomic<UInt32>
    private let wear: Atomic<UInt32>
    /// Monotonic nanoseconds of the last change of state.
    private let since: Atomic<UInt64>
    /// The number of the connection in hand, else of the last one.
    private let connection: Atomic<UInt64>
    private let peer0: Atomic<UInt64>
    private let peer1: Atomic<UInt64>
    private let peer2: Atomic<UInt64>
    private let accepted: Atomic<UInt64>
    private let served: Atomic<UInt64>
    private let failed: Atomic<UInt64>
    private let crashed: Atomic<UInt64>
    private let received: Atomic<UInt64>
    private let sent: Atomic<UInt64>
    private let unrecorded: Atomic<UInt64>
    /// Bytes that the tenant shares with nobody, when it last looked; 0: it never has.
    private let privateBytes: Atomic<UInt64>
    /// `ConnectionRate`'s.
    private let rate: Atomic<UInt64>

    /// What the tenant is doing.
    package enum State: UInt32, Sendable {
        case empty, starting, idle, serving
    }

    /// Two cache lines, so that neighbours do not take each other's.
    package static let stride = 128

    package var currentState: State { State(rawValue: state.load(ordering: .acquiring)) ?? .empty }
    /// Whether the tenant has become ready.
    package var isReady: Bool { currentState == .idle || currentState == .serving }
    package var currentGeneration: UInt32 { generation.load(ordering: .relaxed) }

    // The supervisor writes only while the slot has no tenant, before the fork and at the burial, or where the tenant is a
    // program that knows nothing of it.

    package func prepare(generation new: UInt32) {
        generation.store(new, ordering: .relaxed)
        privateBytes.store(0, ordering: .relaxed)
        wear.store(0, ordering: .relaxed)
        program.store(0, ordering: .relaxed)
        enter(.starting, at: MonotonicClock.nanoseconds())
    }

    package func clear() {
        // By the counters and not by the state, which is another word: the tenant may have died between the two.
        if inHand != nil { Self.add(1, to: crashed) }
        enter(.empty, at: MonotonicClock.nanoseconds())
    }

    package func becomeIdle(at now: UInt64) {
        enter(.idle, at: now)
    }

    /// The tenant is a program now, which serves as it likes.
    package func becomeProgram(at now: UInt64) {
        enter(.serving, at: now)
    }

    @inline(__always)
    package func begin(connection number: UInt64, from address: PackedPeer, at now: UInt64) {
        connection.store(number, ordering: .relaxed)
        peer0.store(address.words.0, ordering: .relaxed)
        peer1.store(address.words.1, ordering: .relaxed)
        peer2.store(address.words.2, ordering: .relaxed)
        since.store(now, ordering: .relaxed)
        rate.store(ConnectionRate.counted(rate.load(ordering: .relaxed), at: now), ordering: .relaxed)
        Self.add(1, to: accepted)
        enter(.serving, at: now)
    }

    package func end(received: UInt64, sent: UInt64, failed: Bool) {
        Self.add(received, to: self.received)
        Self.add(sent, to: self.sent)
        if failed { Self.add(1, to: self.failed) } else { Self.add(1, to: served) }
    }

    /// A journal record of this worker's was lost.
    package func countUnrecorded() {
        Self.add(1, to: unrecorded)
    }

    package var unrecordedTotal: UInt64 { unrecorded.load(ordering: .relaxed) }

    /// The tenant has served long enough.
    package func wearOut(_ reason: Wear) {
        wear.store(reason.rawValue, ordering: .releasing)
    }

    package var currentWear: Wear? { Wear(rawValue: wear.load(ordering: .acquiring)) }

    /// Where the tenant has the number of its program noted.
    package static func programWord(of slot: UnsafePointer<ScoreboardSlot>) -> UnsafeMutablePointer<Int32> {
        UnsafeMutableRawPointer(mutating: slot).assumingMemoryBound(to: Int32.self)
    }

    package var programGroup: Int32? {
        let group = program.load(ordering: .acquiring)
        return group > 0 ? group : nil
    }

    package func note(privateBytes bytes: Int) {
        privateBytes.store(UInt64(clamping: bytes), ordering: .relaxed)
    }

    package var privateMemory: Int { Int(clamping: privateBytes.load(ordering: .relaxed)) }

    /// What the tenant had in hand, for the record of its death.
    package var inHand: InHand? {
        guard totals.inHand > 0 else { return nil }
        let words = (
            peer0.load(ordering: .relaxed), peer1.load(ordering: .relaxed), peer2.load(ordering: .relaxed)
        )
        return InHand(
            connection: connection.load(ordering: .relaxed), peer: PackedPeer(words: words),
            since: since.load(ordering: .relaxed))
    }

    /// Of one instant: its tenant has at most one connection in hand, also while it takes and ends them.
    package var totals: Totals {
        var totals = counters
        var looks = 1
        while looks < Self.looks, accepted.load(ordering: .acquiring) != totals.accepted {
            totals = counters
            looks += 1
        }
        // Whoever writes so fast, or nonsense, is taken to have nothing in hand.
        if totals.inHand > 1 { totals.accepted = totals.served &+ totals.failed &+ totals.crashed }
        return totals
    }

    private static let looks = 16

    // In this order: while accepted stays the same, at most one connection can end.
    private var counters: Totals {
        var totals = Totals(accepted: accepted.load(ordering: .acquiring))
        totals.served = served.load(ordering: .acquiring)
        totals.failed = failed.load(ordering: .acquiring)
        totals.crashed = crashed.load(ordering: .acquiring)
        totals.received = received.load(ordering: .relaxed)
        totals.sent = sent.load(ordering: .relaxed)
        totals.unrecorded = unrecordedTotal
        return totals
    }

    package func perSecond(at now: UInt64) -> Double {
        ConnectionRate.perSecond(rate.load(ordering: .relaxed), at: now)
    }

    /// Monotonic nanoseconds of the last change of state.
    package var lastChange: UInt64 { since.load(ordering: .relaxed) }

    private func enter(_ new: State, at now: UInt64) {
        since.store(now, ordering: .relaxed)
        state.store(new.rawValue, ordering: .releasing)
    }

    // One writer, so no read-modify-write is needed; wrapping, for a counter must never trap; releasing, so that who
    // sees a connection's end sees its beginning.
    private static func add(_ count: UInt64, to counter: borrowing Atomic<UInt64>) {
        counter.store(counter.load(ordering: .relaxed) &+ count, ordering: .releasing)
    }
}
