internal import LinuxSystem

/// A pool on its way from one program of a process to the next.
extension Pool {
    /// Takes the workers over that an earlier program has started.
    mutating func adopt(_ handed: PoolHandover, at now: Duration) {
        wasReady = handed.wasReady
        adoptOrders(handed, at: now)
        // The configuration of a pool that is its service's own says it itself.
        if role != .current, let time = handed.startTimeout { policy.limits.startTimeout = time }
        if handed.isReadable {
            generations = (0..<scoreboard.capacity).map { scoreboard.slot($0).pointee.currentGeneration }
        }
        for worker in handed.workers.sorted(by: { $0.spawned < $1.spawned }) where worker.slot < scoreboard.capacity {
            adopt(worker, isReadable: handed.isReadable)
        }
        freeSlots.removeAll { tenants[$0] != nil }
        if handed.isReadable { buryTheForgotten() }
    }

    private mutating func adopt(_ worker: WorkerHandover, isReadable: Bool) {
        let id = WorkerID(pool: index, slot: worker.slot, generation: worker.generation)
        let slot = scoreboard.slot(id.slot)
        generations[id.slot] = id.generation
        let totals = slot.pointee.totals
        let told = isReadable ? worker.acceptedBefore : nil
        acceptedBefore[id.slot] = told ?? totals.accepted &- totals.inHand
        enter(id, pid: worker.pid, spawned: worker.spawned)
        switch worker.phase {
        // Where its memory can't be read nobody hears that it is ready, and it is not to be taken for late.
        case .starting where isReadable: break
        case .starting, .ready:
            // It was heard by a program that could not write it down here.
            if isReadable, kind != .handler, !slot.pointee.isReady {
                slot.pointee.becomeProgram(at: MonotonicClock.nanoseconds())
            }
            move(id, to: .ready)
        case .retiring: move(id, to: .retiring(nil))
        }
        // It has said so once, perhaps to the program before.
        if let wear = slot.pointee.currentWear { wearOut(id, wear) }
    }

    /// Tenants that ended while a program was here which could not read this.
    private func buryTheForgotten() {
        for slot in freeSlots where scoreboard.slot(slot).pointee.currentState != .empty {
            scoreboard.bury(slot)
            scoreboard.slot(slot).pointee.clear()
        }
    }

    /// So that the next program counts what a worker has taken from where this one did.
    func tellAcceptedBefore(in handed: inout PoolHandover) {
        for place in handed.workers.indices {
            handed.workers[place].acceptedBefore = acceptedBefore[handed.workers[place].slot]
        }
    }
}
