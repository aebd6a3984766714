/// One worker at an instant: what the supervisor knows of it, and what it tells of itself.
package struct WorkerSummary: Sendable {
    package let id: WorkerID
    package let pid: Int32
    package let state: State
    /// Monotonic, of the last change of what it does.
    package let since: Duration
    /// That it took, the one in hand among them.
    package let connections: UInt64
    package let inHand: InHand?
    /// In bytes, when it last looked; nil: it never has.
    package let privateMemory: Int?

    package enum State: String, Sendable {
        case starting, idle, busy, retiring
    }
}

extension Pool {
    /// Those that live, by their slots.
    var workers: [WorkerSummary] { everyWorker.compactMap(workerSummary) }

    private func workerSummary(_ id: WorkerID) -> WorkerSummary? {
        guard let tenant = tenant(id) else { return nil }
        let slot = scoreboard.slot(id.slot)
        let inHand = slot.pointee.inHand
        let state: WorkerSummary.State =
            switch tenant.phase {
            case .retiring, .abandoned: .retiring
            case .starting where slot.pointee.currentState == .starting: .starting
            case .starting, .ready, .worn: inHand == nil ? .idle : .busy
            }
        let memory = slot.pointee.privateMemory
        return WorkerSummary(
            id: id, pid: tenant.pid, state: state, since: .nanoseconds(Int64(bitPattern: slot.pointee.lastChange)),
            connections: slot.pointee.totals.accepted &- acceptedBefore[id.slot], inHand: inHand,
            privateMemory: memory > 0 ? memory : nil)
    }
}
