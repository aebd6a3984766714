internal import DequeModule

/// What a pool waits for by the clock.
extension Pool {
    /// The worker that has been starting for longest, and since when.
    mutating func oldestStart() -> (id: WorkerID, since: Duration)? {
        while let id = starts.first {
            if let tenant = tenant(id), tenant.phase == .starting { return (id, tenant.spawned) }
            starts.removeFirst()
        }
        return nil
    }

    mutating func deadline() -> Duration? {
        let late = oldestStart().map { $0.since + policy.limits.startTimeout }
        return [late, ages.due, policy.deadline].compactMap(\.self).min()
    }
}
