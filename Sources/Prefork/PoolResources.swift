/// What the real system holds for one pool: its service, its shared memory, its worker processes.
///
/// A class, for an array or a dictionary cannot hold what is not copyable.
final class PoolResources {
    let index: Int
    let service: Service
    let scoreboard: Scoreboard
    /// Those of the service, for its workers.
    let listeners: UnsafeBufferPointer<ListenerNumber>
    var slots: SlotTable<WorkerProcess>
    /// Of each slot's last tenant.
    var generations: [UInt32]
    /// Whether connections that come into its queues are reported.
    var isWatched = false

    init(_ index: Int, _ service: Service, _ scoreboard: Scoreboard) {
        self.index = index
        self.service = service
        self.scoreboard = scoreboard
        let numbers = UnsafeMutableBufferPointer<ListenerNumber>.allocate(capacity: service.listeners.count)
        _ = numbers.initialize(from: service.listeners.map(\.number))
        listeners = UnsafeBufferPointer(numbers)
        slots = SlotTable(capacity: scoreboard.capacity)
        generations = Array(repeating: 0, count: scoreboard.capacity)
    }

    deinit {
        listeners.deallocate()
    }
}
