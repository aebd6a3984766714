internal import LinuxSystem
internal import Synchronization
package import SystemPackage

/// What goes on from one pool of a service to the next: the numbers of its connections, how long they took, and the
/// counters of the pools that are gone. In shared memory, for workers of two pools may serve at the same time.
package final class Ledger {
    private let memory: SharedMemory

    /// - Parameter name: the service's.
    package init(name: String) throws(Errno) {
        memory = try SharedMemory(name: "preforkd:\(name):ledger", size: Self.size)
    }

    /// What an earlier program of this process has made.
    static func handed(_ number: CInt) throws(Errno) -> SharedMemory.Handed {
        try SharedMemory.Handed(number, size: Self.size)
    }

    init(adopting handed: SharedMemory.Handed) {
        memory = SharedMemory(adopting: handed)
    }

    package var descriptor: CInt { memory.descriptor.rawValue }

    private struct Page: ~Copyable {
        let lastConnection: Atomic<UInt64>
        let accepted: Atomic<UInt64>
        let served: Atomic<UInt64>
        let failed: Atomic<UInt64>
        let crashed: Atomic<UInt64>
        let received: Atomic<UInt64>
        let sent: Atomic<UInt64>
        let unrecorded: Atomic<UInt64>
        let started: Atomic<UInt64>
        let died: Atomic<UInt64>
    }

    private var page: UnsafePointer<Page> {
        UnsafePointer(memory.bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Page.self))
    }

    private static let durationOffset = (MemoryLayout<Page>.size + 63) / 64 * 64
    private static let size = durationOffset + DurationLedger.size

    package var durations: DurationLedger {
        DurationLedger(at: UnsafeRawPointer(page) + Self.durationOffset, lastConnection: lastConnection)
    }

    /// It comes first in the page.
    private var lastConnection: UnsafePointer<Atomic<UInt64>> {
        UnsafePointer(memory.bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Atomic<UInt64>.self))
    }

    func countStart() {
        page.pointee.started.wrappingAdd(1, ordering: .relaxed)
    }

    func countDeath() {
        page.pointee.died.wrappingAdd(1, ordering: .relaxed)
    }

    /// So many connections have their numbers already.
    func skip(_ count: UInt64) {
        page.pointee.lastConnection.wrappingAdd(count, ordering: .relaxed)
    }

    /// The counters of pools that are gone.
    package var inherited: Totals {
        Totals(
            accepted: page.pointee.accepted.load(ordering: .relaxed),
            served: page.pointee.served.load(ordering: .relaxed),
            failed: page.pointee.failed.load(ordering: .relaxed),
            crashed: page.pointee.crashed.load(ordering: .relaxed),
            received: page.pointee.received.load(ordering: .relaxed),
            sent: page.pointee.sent.load(ordering: .relaxed),
            unrecorded: page.pointee.unrecorded.load(ordering: .relaxed),
            started: page.pointee.started.load(ordering: .relaxed), died: page.pointee.died.load(ordering: .relaxed))
    }

    /// Takes over what a pool has counted, which is no more. The supervisor's to call.
    package func inherit(_ totals: Totals) {
        page.pointee.accepted.wrappingAdd(totals.accepted, ordering: .relaxed)
        page.pointee.served.wrappingAdd(totals.served, ordering: .relaxed)
        page.pointee.failed.wrappingAdd(totals.failed, ordering: .relaxed)
        page.pointee.crashed.wrappingAdd(totals.crashed, ordering: .relaxed)
        page.pointee.received.wrappingAdd(totals.received, ordering: .relaxed)
        page.pointee.sent.wrappingAdd(totals.sent, ordering: .relaxed)
        page.pointee.unrecorded.wrappingAdd(totals.unrecorded, ordering: .relaxed)
        page.pointee.started.wrappingAdd(totals.started, ordering: .relaxed)
        page.pointee.died.wrappingAdd(totals.died, ordering: .relaxed)
    }
}
