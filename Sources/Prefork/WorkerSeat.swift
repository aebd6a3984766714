/// A new worker's view of what it was given: its slot and its listeners. Exists only after fork.
///
/// Nothing of the pool is counted: nothing of it is freed in a worker, and each count would give the worker a page of its own.
package struct WorkerSeat {
    package let id: WorkerID
    package let slot: UnsafePointer<ScoreboardSlot>
    private let wordsPlace: UnsafePointer<ScoreboardWords>
    let listeners: UnsafeBufferPointer<ListenerNumber>
    /// Descriptors that it keeps, beside the set that it waits at.
    let kept: UnsafeBufferPointer<CInt>
    unowned(unsafe) private let pool: PoolResources
    /// Where it is told that the worker has become a program; nil: it does not, and tells in its slot.
    let channel: ReadyChannel.WorkerEnd?

    init(_ id: WorkerID, in pool: PoolResources, channel: ReadyChannel.WorkerEnd?) {
        self.id = id
        self.pool = pool
        self.channel = channel
        slot = pool.scoreboard.slot(id.slot)
        wordsPlace = UnsafePointer(pool.scoreboard.wordsPlace.address)
        listeners = pool.listeners
        kept = pool.kept
    }

    var words: ScoreboardWords { wordsPlace.pointee }
    package var service: String { pool.service.name }
    /// Where it waits for several listeners.
    var set: ListenerSet? { listeners.count > 1 ? pool.scoreboard.listenerSet(id.slot) : nil }
    /// Passed sockets go by the name under which they came, others by that of their service.
    var listenerNames: [String] { pool.service.listeners.map { $0.passedName ?? service } }

    /// Whether it is the first of a new configuration, which does not hold yet.
    var isOnTrial: Bool { words.admission == .notYet }
}
