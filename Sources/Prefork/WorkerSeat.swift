/// A new worker's view of what it was given: its slot and its listeners. Exists only after fork.
package struct WorkerSeat {
    package let id: WorkerID
    package let service: String
    package let listeners: [Listener]
    package let scoreboard: Scoreboard
    /// Where it is told that the worker has become a program; nil: it does not, and tells in its slot.
    var channel: ReadyChannel.WorkerEnd?

    /// Whether it is the first of a new configuration, which does not hold yet.
    var isOnTrial: Bool { !scoreboard.isOpen }

    package var slot: UnsafePointer<ScoreboardSlot> { scoreboard.slot(id.slot) }
}
