internal import LinuxSystem
internal import SystemPackage

/// What workers write to their stderr, on its way to the log.
extension LinuxSupervisorSystem {
    mutating func readOutput(_ worker: WorkerID) {
        let table = workers[worker.service]
        let before = table.slots[worker.slot]?.output.deadline
        let hasMore = table.slots[worker.slot]?.readSome(at: now()) ?? false
        // A worker may close its stderr, and an end-of-file would be reported without end.
        if !hasMore || table.slots[worker.slot]?.output.isFlood == true { stopReading(worker) }
        if before == nil, let until = table.slots[worker.slot]?.output.deadline {
            holding.append((worker, until))
        }
    }

    /// Every line is held for the same time, so the first to be held is the first to be told.
    mutating func tellHeldOutput(into events: inout [SystemEvent]) {
        let now = now()
        let due = holding.prefix { $0.until <= now }
        for (worker, _) in due {
            let table = workers[worker.service]
            guard table.generations[worker.slot] == worker.generation, table.slots[worker.slot] != nil else { continue }
            let wasFlood = table.slots[worker.slot]?.output.isFlood ?? false
            if let report = table.slots[worker.slot]?.output.due(at: now) { events.append(.output(worker, report)) }
            if wasFlood { readAgain(worker) }
        }
        holding.removeFirst(due.count)
    }

    /// Closing would not be enough: a child that was just forked still has this descriptor.
    func stopReading(_ worker: WorkerID) {
        let table = workers[worker.service]
        guard table.slots[worker.slot]?.isMuted == false, let number = stderr(of: worker) else { return }
        try? poller.remove(number)
        table.slots[worker.slot]?.isMuted = true
    }

    private func readAgain(_ worker: WorkerID) {
        guard let number = stderr(of: worker) else { return }
        // Refused for want of memory, it is read at the worker's end.
        guard (try? poller.add(number, token: PollToken.stderr(worker).encoded)) != nil else { return }
        workers[worker.service].slots[worker.slot]?.isMuted = false
    }

    private func stderr(of worker: WorkerID) -> CInt? {
        workers[worker.service].slots[worker.slot]?.stderrNumber
    }
}
