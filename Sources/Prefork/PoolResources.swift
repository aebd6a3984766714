/// What the real system holds for one pool: its service, its shared memory, its worker processes.
///
/// A class, for an array or a dictionary cannot hold what is not copyable.
final class PoolResources {
    let index: Int
    let service: Service
    let scoreboard: Scoreboard
    /// Those of the service, for its workers.
    let listeners: UnsafeBufferPointer<ListenerNumber>
    /// Descriptors that each of its workers keeps, beside the set that it waits at.
    let kept: UnsafeBufferPointer<CInt>
    var slots: SlotTable<WorkerProcess>
    /// Of each slot's last tenant.
    var generations: [UInt32]
    /// What an earlier program has made in the place of the scoreboard.
    var unread: UnreadMemory?
    /// Whether connections that come into its queues are reported.
    var isWatched = false

    init(_ index: Int, _ service: Service, _ scoreboard: Scoreboard) {
        self.index = index
        self.service = service
        self.scoreboard = scoreboard
        listeners = Self.fixed(service.listeners.map(\.number))
        kept = Self.fixed(
            service.listeners.map(\.rawValue) + service.settings.keptDescriptors
                + [scoreboard.alarmDescriptor, scoreboard.memoryDescriptor])
        slots = SlotTable(capacity: scoreboard.capacity)
        generations = Array(repeating: 0, count: scoreboard.capacity)
    }

    /// The number under which its ledger came from an earlier program, if it did.
    var handedLedger: CInt { unread?.ledger.number ?? scoreboard.ledger.descriptor }

    deinit {
        listeners.deallocate()
        kept.deallocate()
    }

    /// For those that count no references.
    private static func fixed<Element>(_ elements: [Element]) -> UnsafeBufferPointer<Element> {
        let memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
        _ = memory.initialize(from: elements)
        return UnsafeBufferPointer(memory)
    }
}
