internal import DequeModule

/// What is due in a pool, and when.
extension Pool {
    /// The worker that has been starting for longest, and since when.
    mutating func oldestStart() -> (id: WorkerID, since: Duration)? {
        while let id = starts.first {
            if let tenant = tenant(id), tenant.phase == .starting { return (id, tenant.spawned) }
            starts.removeFirst()
        }
        return nil
    }

    /// One that was asked to leave has so long. Not a worker that serves by itself and has a connection in hand: it leaves
    /// after that, however long it lasts.
    mutating func limitLeaving(_ id: WorkerID, until end: Duration) {
        guard !isServing(id) else { return }
        // At the end, nearly always: only one that was asked after the time was shortened is due before others.
        let place = leaving.lastIndex { $0.until <= end }.map { $0 + 1 } ?? 0
        leaving.insert((id, end), at: place)
    }

    /// What a worker may be that was asked to leave and is there when its time is over.
    enum Overdue {
        /// Nothing is lost with it but what it had time for.
        case lost
        /// It took a client before it heard that it was asked.
        case serving
        /// It may just have been given one, and not have come to say so.
        case inDoubt
    }

    func overdue(_ id: WorkerID) -> Overdue {
        if isServing(id) { return .serving }
        // Whoever starts has not been where clients are.
        return kind != .handler || scoreboard.slot(id.slot).pointee.currentState == .starting ? .lost : .inDoubt
    }

    private func isServing(_ id: WorkerID) -> Bool {
        kind == .handler && scoreboard.slot(id.slot).pointee.currentState == .serving
    }

    /// The one that has to go first, and when.
    mutating func firstLeaving() -> (id: WorkerID, until: Duration)? {
        while let first = leaving.first {
            if tenant(first.id) != nil { return first }
            leaving.removeFirst()
        }
        return nil
    }

    mutating func takeOverdue(at now: Duration) -> WorkerID? {
        guard let first = firstLeaving(), now >= first.until else { return nil }
        leaving.removeFirst()
        return first.id
    }

    mutating func deadline() -> Duration? {
        let late = oldestStart().map { $0.since + policy.limits.startTimeout }
        let overdue = firstLeaving()?.until
        // Nobody asks the policy of any other, nor looks whether its workers are old.
        guard role == .current else { return [late, overdue].compactMap(\.self).min() }
        return [late, ages.due, overdue, policy.deadline].compactMap(\.self).min()
    }
}
