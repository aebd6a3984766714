internal import CLinux
package import LinuxSystem
internal import PoolPolicy
package import SystemPackage

/// The real system under the supervisor: fork and pidfds, lifelines, one epoll over all that can happen.
package struct LinuxSupervisorSystem: SupervisorSystem, ~Copyable {
    let poller: Poller
    private let signals: SignalDescriptor
    private let services: [Service]
    private let scoreboards: [Scoreboard]
    private let title: ProcessTitle?
    /// Whether workers write their stderr to this supervisor, and not where its own goes.
    private let readsOutput: Bool
    var workers: [WorkerTable]
    private var watched: [Bool]
    /// Workers whose pidfd is readable and who can't be waited for yet: a tracer has them.
    private var unburied: [WorkerID] = []
    /// Workers whose lines are held, the first to be due first.
    var holding: [(worker: WorkerID, until: Duration)] = []
    private let controlGroup = ControlGroup()
    private var outOfMemory: OutOfMemoryClaims
    private var ready: [UInt64] = []

    /// A class only because an array cannot hold what is not copyable.
    final class WorkerTable {
        var slots: SlotTable<WorkerProcess>
        var generations: [UInt32]

        init(capacity: Int) {
            slots = SlotTable(capacity: capacity)
            generations = Array(repeating: 0, count: capacity)
        }
    }

    /// Takes over this process's signals.
    package init(
        services: [Service], scoreboards: [Scoreboard], title: ProcessTitle?, readsOutput: Bool
    ) throws(Errno) {
        let poller = try Poller()
        let signals = try SignalDescriptor(SupervisorCommand.signals)
        try poller.add(signals.descriptor.rawValue, token: PollToken.signal.encoded)
        for (index, scoreboard) in scoreboards.enumerated() {
            try poller.add(scoreboard.alarmDescriptor, token: PollToken.alarm(service: index).encoded)
        }
        self.poller = poller
        self.signals = signals
        self.services = services
        self.scoreboards = scoreboards
        self.title = title
        self.readsOutput = readsOutput
        outOfMemory = OutOfMemoryClaims(counted: Self.outOfMemoryKills(controlGroup) ?? 0)
        workers = scoreboards.map { WorkerTable(capacity: $0.capacity) }
        watched = Array(repeating: false, count: services.count)
    }

    package func now() -> Duration { MonotonicClock.now() }

    package mutating func spawn(_ worker: WorkerID) throws(Errno) -> Int32 {
        let supervisor = ThisProcess.pid
        let lifeline = try Pipe()
        var stderr = try StderrPipe(isWanted: readsOutput)
        switch try ChildProcess.fork() {
        case .child:
            stderr.becomeStandardError()
            let service = services[worker.service]
            let seat = WorkerSeat(
                id: worker, service: service.name, listeners: service.listeners,
                scoreboard: scoreboards[worker.service], lifeline: lifeline.readEnd.rawValue)
            service.work(seat, supervisor, title)
        case .parent(let process):
            let pid = process.pid
            do {
                try poller.add(process.descriptor.rawValue, token: PollToken.worker(worker).encoded)
                if let number = stderr.readNumber { try poller.add(number, token: PollToken.stderr(worker).encoded) }
            } catch {
                try? process.send(.kill)
                _ = try? process.waitUntilEnd()
                throw error
            }
            let table = workers[worker.service]
            table.generations[worker.slot] = worker.generation
            table.slots[worker.slot] = WorkerProcess(
                process, lifeline: lifeline.takeWriteEnd(), stderr: stderr.takeReadEnd())
            return pid
        }
    }

    package mutating func retire(_ worker: WorkerID) {
        workers[worker.service].slots[worker.slot]?.retire()
    }

    package mutating func kill(_ worker: WorkerID) {
        workers[worker.service].slots[worker.slot]?.kill()
    }

    package mutating func reap(_ worker: WorkerID) -> WorkerDeath? {
        let table = workers[worker.service]
        guard table.generations[worker.slot] == worker.generation,
            let number = table.slots[worker.slot]?.process.descriptor.rawValue
        else { return nil }
        // Closing would not be enough: a child that was just forked still has this pidfd, and the poller would go on
        // reporting it as the slot's next tenant. And what can't be buried yet would be reported without end.
        try? poller.remove(number)
        guard let status = Self.reap(table, worker.slot) else {
            unburied.append(worker)
            return nil
        }
        stopReading(worker)
        // A worker ends its program itself; one that was killed could not.
        if let group = scoreboards[worker.service].slot(worker.slot).pointee.programGroup {
            ProcessGroup.killLeft(group)
        }
        var death = table.slots[worker.slot]?.death(status, at: now())
        table.slots[worker.slot] = nil
        if status.isKill, death?.isOurs == false, let count = Self.outOfMemoryKills(controlGroup) {
            death?.isOutOfMemory = outOfMemory.claim(count, at: now())
        }
        return death
    }

    /// So far, in this daemon's own group and those below it.
    private static func outOfMemoryKills(_ group: ControlGroup?) -> Int? {
        group?.text("memory.events").flatMap { ControlGroup.value("oom_kill", in: $0) }
    }

    /// Somebody else's wait, or a SIGCHLD that is ignored, takes a status away; the worker is gone all the same.
    private static func reap(_ table: WorkerTable, _ slot: Int) -> WaitStatus? {
        do {
            return try table.slots[slot]?.process.reap()
        } catch {
            return .unknown
        }
    }

    package mutating func watchQueue(of service: Int, _ watch: Bool) {
        guard watched[service] != watch else { return }
        watched[service] = watch
        for listener in services[service].listeners {
            // Either can only fail for a descriptor that is not there, and the listeners always are.
            if watch {
                try? poller.add(listener.rawValue, token: PollToken.queue(service: service).encoded, trigger: .edge)
            } else {
                try? poller.remove(listener.rawValue)
            }
        }
    }

    package mutating func queueDepth(of service: Int) -> QueueDepth {
        var counted = 0
        var uncounted = false
        for listener in services[service].listeners {
            if let depth = listener.queueDepth {
                counted += depth
            } else if listener.isReadable {
                uncounted = true
            }
        }
        return uncounted ? .some : counted > 0 ? .counted(counted) : .none
    }

    package mutating func refuse(service: Int) {
        for listener in services[service].listeners { listener.refuse() }
    }

    private func timeout(_ deadline: Duration?) -> Duration? {
        let first = [deadline, holding.first?.until].compactMap(\.self).min()
        let wanted = first.map { max(.zero, $0 - now()) }
        return unburied.isEmpty ? wanted : min(wanted ?? Self.burialInterval, Self.burialInterval)
    }

    private static let burialInterval = Duration.seconds(1)

    package mutating func wait(until deadline: Duration?, into events: inout [SystemEvent]) {
        ready.removeAll(keepingCapacity: true)
        do {
            try poller.wait(timeout: timeout(deadline), into: &ready)
        } catch {
            // Every signal of ours is blocked, so this is a stop and continue; the next turn waits again.
            return
        }
        events += unburied.map(SystemEvent.ended)
        unburied.removeAll()
        for encoded in ready {
            switch PollToken(encoded) {
            case .signal:
                while let signal = signals.next() { events.append(.signal(signal)) }
            case .alarm(let service): events.append(.demand(service: service))
            case .queue(let service): events.append(.queued(service: service))
            case .worker(let service, let slot):
                let generation = workers[service].generations[slot]
                events.append(.ended(WorkerID(service: service, slot: slot, generation: generation)))
            case .stderr(let service, let slot):
                let generation = workers[service].generations[slot]
                readOutput(WorkerID(service: service, slot: slot, generation: generation))
            }
        }
        tellHeldOutput(into: &events)
    }
}
