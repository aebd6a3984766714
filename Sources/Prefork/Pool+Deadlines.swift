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

    /// A program that was asked to leave need not know when to stop. A worker that serves by itself does: it leaves after
    /// the connection in hand.
    mutating func limitLeaving(_ id: WorkerID, until end: Duration) {
        if kind != .handler { leaving.append((id, end)) }
    }

    /// The program that has to go first, and when.
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
        guard standing == .current else { return [late, overdue].compactMap(\.self).min() }
        return [late, ages.due, overdue, policy.deadline].compactMap(\.self).min()
    }
}
