/// A new worker's view of what it was given: its slot, its listeners, its lifeline. Exists only after fork.
package struct WorkerSeat {
    package let id: WorkerID
    package let service: String
    package let listeners: [Listener]
    package let scoreboard: Scoreboard
    package let lifeline: CInt

    package var slot: UnsafePointer<ScoreboardSlot> { scoreboard.slot(id.slot) }
}
