internal import LinuxSystem

/// How everything ends: asked first, and killed only when that took too long or was not enough.
extension Supervisor where System: ~Copyable {
    mutating func beginStop() {
        abandonExamination()
        var living = 0
        let now = system.now()
        phase = .draining(until: now + drainTimeout)
        for index in pools.indices {
            living += pools[index].live
            step(index, .drain)
            // Asked first: a worker that finds its listener gone without having been asked takes it for a fault.
            for worker in pools[index].everyWorker { retire(worker) }
            system.refuse(index, keeping: [])
        }
        for index in pools.indices {
            if let timeout = pools[index].drainTimeout, timeout < drainTimeout {
                shortDrains.append((index, now + timeout))
            }
        }
        abandonReload()
        observer.observe(.stopping(workers: living, timeout: drainTimeout))
    }

    /// Its end is no news any more, so whoever waits for it is told now.
    private mutating func abandonExamination() {
        guard examination != nil else { return }
        examination = nil
        system.stopExamination()
        observer.observe(.upgradeFailed(.stopping))
    }

    /// A worker that was asked to leave and has not. Killed, it is buried in a later turn like any other; what it may have
    /// in hand is not taken from it.
    mutating func endOverdue(_ worker: WorkerID) {
        guard let pid = pools[worker.pool].tenant(worker)?.pid else { return }
        switch pools[worker.pool].overdue(worker) {
        case .serving: break
        case .inDoubt where !system.hasNothingInHand(worker):
            pools[worker.pool].giveUp(worker)
            observer.observe(.leavingInDoubt(worker, pid: pid, after: drainTimeout))
        case .lost, .inDoubt:
            observer.observe(.leavingTimedOut(worker, pid: pid, after: drainTimeout))
            system.kill(worker)
        }
    }

    mutating func endShortDrains(at now: Duration) {
        for drain in shortDrains where now >= drain.until && pools.contains(drain.pool) {
            let killed = kill(drain.pool)
            if killed > 0 { observer.observe(.drainTimedOut(pool: drain.pool, workers: killed)) }
        }
        shortDrains.removeAll { now >= $0.until }
    }

    mutating func endAtOnce(onRequest: Bool) {
        let killed = pools.indices.reduce(0) { $0 + kill($1) }
        shortDrains = []
        phase = .killing
        observer.observe(.killedAtStop(workers: killed, onRequest: onRequest))
    }

    private mutating func kill(_ index: Int) -> Int {
        let workers = pools[index].everyWorker
        for worker in workers { system.kill(worker) }
        return workers.count
    }
}
