internal import LinuxSystem
internal import SystemPackage

/// What workers write to their stderr, on its way to the log.
extension LinuxSupervisorSystem {
    mutating func readOutput(_ worker: WorkerID) {
        guard let pool = pools[worker.pool] else { return }
        let before = pool.slots[worker.slot]?.output.deadline
        let hasMore = pool.slots[worker.slot]?.readSome(at: now()) ?? false
        // A worker may close its stderr, and an end-of-file would be reported without end.
        if !hasMore || pool.slots[worker.slot]?.output.isFlood == true { stopReading(worker) }
        if before == nil, let until = pool.slots[worker.slot]?.output.deadline {
            holding.append((worker, until))
        }
    }

    /// What an earlier program of this process did not come to tell.
    mutating func hold(_ text: String, of worker: WorkerID) {
        pools[worker.pool]?.slots[worker.slot]?.output.take(text.utf8, at: now())
        if let until = pools[worker.pool]?.slots[worker.slot]?.output.deadline { holding.append((worker, until)) }
    }

    /// Every line is held for the same time, so the first to be held is the first to be told.
    mutating func tellHeldOutput(into events: inout [SystemEvent]) {
        let now = now()
        let due = holding.prefix { $0.until <= now }
        for (worker, _) in due {
            guard let pool = pools[worker.pool], pool.generations[worker.slot] == worker.generation,
                pool.slots[worker.slot] != nil
            else { continue }
            let wasFlood = pool.slots[worker.slot]?.output.isFlood ?? false
            if let report = pool.slots[worker.slot]?.output.due(at: now) { events.append(.output(worker, report)) }
            if wasFlood { readAgain(worker) }
        }
        holding.removeFirst(due.count)
    }

    /// Closing would not be enough: a child that was just forked still has this descriptor.
    func stopReading(_ worker: WorkerID) {
        guard let pool = pools[worker.pool], pool.slots[worker.slot]?.isMuted == false,
            let number = stderr(of: worker)
        else { return }
        try? poller.remove(number)
        pool.slots[worker.slot]?.isMuted = true
    }

    private func readAgain(_ worker: WorkerID) {
        guard let number = stderr(of: worker) else { return }
        // Refused for want of memory, it is read at the worker's end.
        guard (try? poller.add(number, token: PollToken(.stderr, of: worker).encoded)) != nil else { return }
        pools[worker.pool]?.slots[worker.slot]?.isMuted = false
    }

    private func stderr(of worker: WorkerID) -> CInt? {
        pools[worker.pool]?.slots[worker.slot]?.stderrNumber
    }
}
