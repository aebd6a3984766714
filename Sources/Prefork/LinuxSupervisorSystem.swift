internal import CLinux
package import LinuxSystem
internal import PoolPolicy
package import SystemPackage

/// The real system under the supervisor: fork and pidfds, signals, one epoll over all that can happen.
package struct LinuxSupervisorSystem: SupervisorSystem, ~Copyable {
    let poller: Poller
    private let signals: SignalDescriptor
    let title: ProcessTitle?
    /// Whether workers write their stderr to this supervisor, and not where its own goes.
    let readsOutput: Bool
    var pools: [Int: PoolResources] = [:]
    /// Workers whose pidfd is readable and who can't be waited for yet: a tracer has them.
    private var unburied: [WorkerID] = []
    /// Workers whose lines are held, the first to be due first.
    var holding: [(worker: WorkerID, until: Duration)] = []
    /// Of an earlier program of this process, as long as its pools are taken over.
    let inheritedListeners: () -> [Listener]
    /// The program that is being examined.
    var examined: WorkerProcess?
    /// It has ended, and can't be waited for yet.
    var isExaminedUnburied = false
    private let controlGroup = ControlGroup()
    private var outOfMemory: OutOfMemoryClaims
    private var ready: [UInt64] = []

    /// Takes over this process's signals.
    /// - Parameters:
    ///   - inherited: listeners that an earlier program of this process has handed on.
    ///   - attention: readable when the observer wants to be attended to.
    package init(
        title: ProcessTitle?, readsOutput: Bool, inherited: @escaping () -> [Listener] = { [] },
        attention: CInt? = nil
    ) throws(Errno) {
        let poller = try Poller()
        let signals = try SignalDescriptor(SupervisorCommand.signals)
        // For workers: one that is asked to retire before it can take the signal takes it then, and is not ended by it.
        SignalMask.block([.io])
        try poller.add(signals.descriptor.rawValue, token: PollToken(.signal).encoded)
        if let attention { try poller.add(attention, token: PollToken(.observer).encoded) }
        self.poller = poller
        self.signals = signals
        self.title = title
        self.readsOutput = readsOutput
        inheritedListeners = inherited
        outOfMemory = OutOfMemoryClaims(counted: Self.outOfMemoryKills(controlGroup) ?? 0)
    }

    package mutating func open(
        _ pool: Int, _ work: Service, _ ledger: Ledger?
    ) throws(Errno) -> (PoolSettings, Scoreboard) {
        let scoreboard = try work.makeScoreboard(ledger)
        try poller.add(scoreboard.alarmDescriptor, token: PollToken(.alarm, pool: pool).encoded)
        if work.kind != .handler { try passAsNew(work.listeners) }
        pools[pool] = PoolResources(pool, work, scoreboard)
        setModes(of: work.listeners)
        return (work.poolSettings, scoreboard)
    }

    package mutating func close(_ pool: Int) {
        guard let closed = pools.removeValue(forKey: pool) else { return }
        // Closing would not be enough: workers of other pools that were just forked still have it.
        try? poller.remove(closed.scoreboard.alarmDescriptor)
        setModes(of: closed.service.listeners)
    }

    package func now() -> Duration { MonotonicClock.now() }

    package mutating func retire(_ worker: WorkerID) {
        pools[worker.pool]?.slots[worker.slot]?.retire()
    }

    package mutating func kill(_ worker: WorkerID) {
        pools[worker.pool]?.slots[worker.slot]?.kill()
    }

    package func hasNothingInHand(_ worker: WorkerID) -> Bool {
        guard let pid = pools[worker.pool]?.slots[worker.slot]?.process.pid,
            let sockets = StoppedProcess.sockets(of: pid), let own = try? StoppedProcess.ownSockets()
        else { return false }
        // It was forked with ours. Any other may be a client's.
        return sockets.isSubset(of: own)
    }

    package mutating func reap(_ worker: WorkerID) -> WorkerDeath? {
        guard let pool = pools[worker.pool], pool.generations[worker.slot] == worker.generation,
            let number = pool.slots[worker.slot]?.process.descriptor.rawValue
        else { return nil }
        // Closing would not be enough: a child that was just forked still has this pidfd, and the poller would go on
        // reporting it as the slot's next tenant. And what can't be buried yet would be reported without end.
        try? poller.remove(number)
        pool.slots[worker.slot]?.endGroup()
        guard let status = Self.reap(pool, worker.slot) else {
            unburied.append(worker)
            return nil
        }
        stopReading(worker)
        stopHearing(worker)
        // A worker ends its program itself; one that was killed could not.
        if let group = pool.scoreboard.slot(worker.slot).pointee.programGroup {
            ProcessGroup.killLeft(group)
        }
        var death = pool.slots[worker.slot]?.death(status, at: now())
        pool.slots[worker.slot] = nil
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
    private static func reap(_ pool: PoolResources, _ slot: Int) -> WaitStatus? {
        do {
            return try pool.slots[slot]?.process.reap()
        } catch {
            return .unknown
        }
    }

    private func timeout(_ deadline: Duration?) -> Duration? {
        let first = [deadline, holding.first?.until].compactMap(\.self).min()
        let wanted = first.map { max(.zero, $0 - now()) }
        let isUnburied = !unburied.isEmpty || isExaminedUnburied
        return isUnburied ? min(wanted ?? Self.burialInterval, Self.burialInterval) : wanted
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
        if isExaminedUnburied { endExamination(into: &events) }
        for token in ready.lazy.compactMap({ PollToken($0) }) {
            switch token.kind {
            case .signal:
                while let signal = signals.next() { events.append(.signal(signal)) }
            case .alarm: events.append(.demand(pool: token.pool))
            case .queue: events.append(.queued(pool: token.pool))
            case .examination: endExamination(into: &events)
            case .worker: if let worker = tenant(token) { events.append(.ended(worker)) }
            case .stderr: if let worker = tenant(token) { readOutput(worker) }
            case .channel: if let worker = tenant(token) { hearReadiness(worker) }
            case .observer: events.append(.attention)
            }
        }
        tellHeldOutput(into: &events)
    }

    private func tenant(_ token: PollToken) -> WorkerID? {
        pools[token.pool].map { WorkerID(pool: $0.index, slot: token.slot, generation: $0.generations[token.slot]) }
    }
}
