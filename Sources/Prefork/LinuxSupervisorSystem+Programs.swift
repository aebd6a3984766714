package import LinuxSystem
internal import PoolPolicy
package import SystemPackage

/// Other programs in this process: their examination, their coming, and what they are given.
extension LinuxSupervisorSystem {
    package mutating func examine(_ program: ProgramImage, _ handover: Handover) throws(Errno) {
        let text = try HandoverMemory(handover)
        var stderr = try StderrPipe(isWanted: true)
        switch try ChildProcess.fork() {
        case .child:
            stderr.becomeStandardError()
            try? StandardDescriptors.joinOutput()
            try? StandardDescriptors.closeOthers(keeping: [text.descriptor])
            Signal.pipe.restoreDefault()
            SignalMask.unblockAll()
            let error = text.become(program, [])
            StandardStream.error.write("\(error)\n")
            ThisProcess.exit(ProgramImage.didNotRun)
        case .parent(let process):
            do {
                try poller.add(process.descriptor.rawValue, token: PollToken(.examination).encoded)
            } catch {
                try? process.send(.kill)
                _ = try? process.waitUntilEnd()
                throw error
            }
            examined = WorkerProcess(ForkedWorker(process: process, stderr: stderr.takeReadEnd()))
        }
    }

    package mutating func stopExamination() {
        examined?.kill()
    }

    mutating func endExamination(into events: inout [SystemEvent]) {
        guard let number = examined?.process.descriptor.rawValue else { return }
        // As with a worker: what can't be buried yet would be reported without end.
        try? poller.remove(number)
        let (now, status) = (now(), reapExamined())
        isExaminedUnburied = status == nil
        guard let status, let death = examined?.death(status, at: now) else { return }
        examined = nil
        let lines = (death.output?.lines ?? []) + [death.lastWords]
        let said = lines.joined(separator: "\n").split(separator: "\n").map(OutputText.text).joined(separator: "; ")
        events.append(.examined(status, said))
    }

    private mutating func reapExamined() -> WaitStatus? {
        do {
            return try examined?.process.reap()
        } catch {
            return .unknown
        }
    }

    package mutating func become(_ program: ProgramImage, _ handover: Handover) -> Errno { handover.become(program) }

    package func handover(of pool: Int, _ workers: [Tenant], isReturn: Bool) -> PoolHandover? {
        guard let pool = pools[pool] else { return nil }
        var handed = PoolHandover(
            service: pool.service.name, capacity: pool.scoreboard.capacity, kind: pool.service.kind,
            totals: pool.scoreboard.totals, memory: pool.scoreboard.memoryDescriptor,
            alarm: pool.scoreboard.alarmDescriptor, ledger: pool.scoreboard.ledger.descriptor,
            sets: pool.scoreboard.setDescriptors, listeners: pool.service.listeners.map(\.rawValue),
            workers: workers.compactMap { tenant in
                guard let number = pool.slots[tenant.id.slot]?.process.descriptor.rawValue else { return nil }
                var worker = WorkerHandover(
                    slot: tenant.id.slot, generation: tenant.id.generation, pid: tenant.pid,
                    phase: tenant.handedPhase, spawned: tenant.spawned, descriptor: number,
                    stderr: pool.slots[tenant.id.slot]?.stderrNumber ?? nil,
                    untold: pool.slots[tenant.id.slot]?.output.untold)
                worker.channel = pool.slots[tenant.id.slot]?.handedChannel ?? nil
                return worker
            })
        if isReturn { pool.unread?.giveBack(in: &handed) }
        return handed
    }

    package mutating func adopt(
        _ pool: Int, _ handed: PoolHandover, _ work: Service?
    ) throws(Errno) -> (PoolSettings, Scoreboard) {
        let service = work ?? Service(handed: handed, inheritedListeners())
        // Pools of one service share theirs, and so its number.
        let relative = pools.values.first { $0.handedLedger == handed.ledger }
        let sets = { () -> [ListenerSet] in
            let sets = handed.sets.map { ListenerSet(adopting: Descriptor(owning: $0), service.listeners) }
            // Its members are known by their places.
            return service.listeners.count == handed.listeners.count ? sets : []
        }
        let scoreboard = try Scoreboard(
            handed, parking: service.parking, sets: sets, ledger: relative?.scoreboard.ledger)
        let resources = PoolResources(pool, service, scoreboard)
        if !handed.isReadable { resources.unread = UnreadMemory(handed, ledger: relative?.unread?.ledger) }
        // Whatever fails from here on, its descriptors stay open for the program before.
        pools[pool] = resources
        try poller.add(scoreboard.alarmDescriptor, token: PollToken(.alarm, pool: pool).encoded)
        for worker in handed.workers where worker.slot < handed.capacity {
            let id = WorkerID(pool: pool, slot: worker.slot, generation: worker.generation)
            try poller.add(worker.descriptor, token: PollToken(.worker, of: id).encoded)
            if let number = worker.stderr { try poller.add(number, token: PollToken(.stderr, of: id).encoded) }
            if handed.kind != .handler, let number = worker.channel?.descriptor {
                try poller.add(number, token: PollToken(.channel, of: id).encoded)
            }
            resources.generations[id.slot] = id.generation
            resources.slots[id.slot] = WorkerProcess(
                ForkedWorker(
                    process: ChildProcess(adopting: worker.pid, Descriptor(owning: worker.descriptor)),
                    stderr: worker.stderr.map { Descriptor(owning: $0) }),
                kind: service.kind, channel: Self.channel(worker, handed.kind))
            if let untold = worker.untold { hold(untold, of: id) }
        }
        return (service.poolSettings, scoreboard)
    }

    private static func channel(_ worker: WorkerHandover, _ kind: WorkerKind) -> ReadyChannel? {
        guard case .program(let readiness) = kind, let handed = worker.channel else { return nil }
        return ReadyChannel(adopting: handed, readiness)
    }
}
