internal import LinuxSystem
internal import PoolPolicy
internal import SystemPackage

/// The loop of the supervisor: events of the system in, decisions of the policy out, one turn after the other.
///
/// It knows neither files nor systemd. What it does is told to an observer, which has no say in it.
package struct Supervisor<System: SupervisorSystem & ~Copyable, Observer: SupervisorObserver>: ~Copyable {
    var system: System
    package let observer: Observer
    let pools = PoolTable()
    /// The pools of the configuration that holds, in its order.
    var current: [Int] = []
    /// Of the next pool's jitter.
    var seed: UInt64
    var drainTimeout: Duration
    /// Pools whose workers have less time to finish than others, and until when.
    var shortDrains: [(pool: Int, until: Duration)] = []
    /// Prepares the next configuration: reads it, and has what it needs ready; nil: there is only the one.
    let reconfigure: Reconfigure<System.Work>?
    var reload: Reload?
    var wantsReload = false
    /// What this process can become; nil: nothing else.
    let programs: Programs?
    /// The examination of the program that is to be next.
    var examination: Examination?
    var wantsUpgrade = false
    /// nil: there was no program before, or it does not come back any more.
    var wayBack: WayBack?
    var phase = Phase.serving
    /// Whether every pool once had its minimum ready.
    var wasReady = false
    private var events: [SystemEvent] = []
    /// After this a turn spawns no more than one for each pool.
    var spawnEnd = Duration.zero
    /// Whether a decision was made since the end of the last turn.
    var isNews = true

    enum Phase {
        case serving
        case draining(until: Duration)
        case killing
        case finished
    }

    package init(
        drainTimeout: Duration, seed: UInt64, system: consuming System, observer: Observer,
        reconfigure: Reconfigure<System.Work>? = nil, programs: Programs? = nil
    ) {
        self.system = system
        self.observer = observer
        self.drainTimeout = drainTimeout
        self.seed = seed
        self.reconfigure = reconfigure
        self.programs = programs
    }

    /// Works until it was asked to stop and has.
    package mutating func run() {
        start()
        while turn() {}
    }

    /// Spawns what each pool needs to begin with.
    package mutating func start() {
        beginSpawning()
        for index in current {
            step(index, .look)
            tellReadiness(index)
        }
    }

    /// One pass: wait, obey, bury the dead, look at demand, keep the deadlines. The order is the priority.
    /// - Returns: false once everything has ended.
    package mutating func turn() -> Bool {
        publish()
        if case .finished = phase { return false }
        events.removeAll(keepingCapacity: true)
        system.wait(until: deadline(), into: &events)
        beginSpawning()
        for case .signal(let signal) in events { obey(signal) }
        if events.contains(.attention) { attend() }
        for case .output(let worker, let report) in events { tell(report, of: worker) }
        var toHear: Set<Int> = []
        for case .ended(let worker) in events {
            bury(worker)
            // It may have died between marking a wake and sending it, and then nobody else would send one.
            toHear.insert(worker.pool)
        }
        for case .demand(let pool) in events { toHear.insert(pool) }
        for pool in toHear.sorted() { hear(pool) }
        for case .queued(let pool) in events { step(pool, .look) }
        for case .examined(let status, let words) in events { examined(status, words) }
        keepDeadlines()
        goOnReloading()
        return true
    }

    // MARK: The parts of a turn

    private mutating func bury(_ worker: WorkerID) {
        guard let death = system.reap(worker),
            let ended = pools[worker.pool].ended(worker, at: system.now())
        else { return }
        let end = death.verdict(ended.end, of: pools[worker.pool].kind)
        observer.observe(.workerEnded(worker, pid: ended.tenant.pid, death, end, inHand: ended.inHand))
        switch pools[worker.pool].role {
        case .current: step(worker.pool, .ended(end, start: ended.tenant.spawned))
        case .inherited: break
        case .candidate:
            failReload(.notReady(service: pools[worker.pool].name, "its first worker \(death.startFailure)"))
        // Whoever died at work is replaced; that it could not start is no fault of the new configuration.
        case .outgoing(let successor?):
            step(successor, end == .unasked ? .ended(.unasked, start: ended.tenant.spawned) : .look)
        case .outgoing(nil): break
        }
    }

    private func tell(_ report: OutputReport, of worker: WorkerID) {
        guard let tenant = pools[worker.pool].tenant(worker) else { return }
        observer.observe(.workerOutput(worker, pid: tenant.pid, report))
    }

    private mutating func obey(_ signal: Signal) {
        switch (SupervisorCommand(signal), phase) {
        case (.stop, .serving): beginStop()
        case (.stop, .draining): endAtOnce(onRequest: true)
        case (.stop, .killing), (.stop, .finished): break
        case (.report, _): observer.observe(.reportRequested(totals))
        case (.raiseMinimum, .serving): changeMinimum(by: 1)
        case (.lowerMinimum, .serving): changeMinimum(by: -1)
        case (.reload, .serving) where reconfigure != nil: wantsReload = true
        case (.upgrade, .serving) where programs != nil: wantsUpgrade = true
        case (.raiseMinimum, _), (.lowerMinimum, _): break
        case (.reload, _), (.upgrade, _), (nil, _): observer.observe(.signalIgnored(signal))
        }
    }

    private mutating func changeMinimum(by difference: Int) {
        for index in current where !pools[index].policy.isFixed {
            let limits = pools[index].policy.limits
            let minimum = min(max(0, limits.min + difference), limits.max)
            guard minimum != limits.min else { continue }
            pools[index].policy.limits.min = minimum
            decided(.scaled(pools[index].policy.limits), index, pools.census(of: index, at: system.now()))
            step(index, .look)
        }
    }

    /// What the workers of a service have to tell.
    mutating func hear(_ pool: Int) {
        pools[pool].scoreboard.clearAlarm()
        let now = system.now()
        let ready = pools[pool].takeNews()
        // All of them before the next decision, which counts on all of them.
        for tenant in ready {
            observer.observe(.workerReady(tenant.id, pid: tenant.pid, took: now - tenant.spawned))
        }
        switch pools[pool].role {
        case .current:
            tellReadiness(pool)
            step(pool, ready.isEmpty ? .look : .ready)
        case .inherited: break
        case .candidate: if !ready.isEmpty { reload?.ready(pool, lasting: pools[pool].kind.trial, at: now) }
        case .outgoing(let successor):
            // They were starting when their configuration went.
            for tenant in ready { retire(tenant.id, worn: .configuration) }
            if let successor { step(successor, .look) }
        }
    }

    mutating func tellReadiness(_ pool: Int) {
        if pools[pool].becomeReady() {
            observer.observe(.serviceReady(pool: pool, workers: pools[pool].ready))
        }
        // Not only then: those that were not may have gone with a reload.
        guard !wasReady, current.allSatisfy({ pools[$0].wasReady }) else { return }
        wasReady = true
        observer.observe(.ready(current.map { pools[$0].name }))
    }

    private mutating func keepDeadlines() {
        let now = system.now()
        for index in pools.indices {
            while let late = pools[index].oldestStart(), now >= late.since + pools[index].policy.limits.startTimeout {
                endLateStart(late.id, after: now - late.since)
            }
            while let overdue = pools[index].takeOverdue(at: now) { endOverdue(overdue) }
            guard pools[index].role == .current else { continue }
            let hasAged = pools[index].endAges(at: now)
            let isDue = pools[index].policy.deadline.map { now >= $0 } ?? false
            let isOwing = pools[index].owesWorkers && pools[index].spawnsLeft > 0
            if hasAged || isDue || isOwing { step(index, .look) }
        }
        reload?.prove(at: now)
        endShortDrains(at: now)
        if case .draining(let until) = phase, now >= until { endAtOnce(onRequest: false) }
        if examination?.isOver(at: now) == true { system.stopExamination() }
    }

    /// Killed, it is buried in a later turn like any other; as a start that failed, so nothing else is recorded here.
    private mutating func endLateStart(_ worker: WorkerID, after time: Duration) {
        if let tenant = pools[worker.pool].tenant(worker) {
            observer.observe(.startTimedOut(worker, pid: tenant.pid, after: time))
        }
        if pools[worker.pool].role == .candidate {
            let reason = "its first worker was not ready within start-timeout"
            failReload(.notReady(service: pools[worker.pool].name, reason))
        }
        pools[worker.pool].abandonStart(worker)
        system.kill(worker)
    }

    private mutating func publish() {
        if case .finished = phase { return }
        let living = pools.reduce(0) { $0 + $1.live }
        switch phase {
        case .draining where living == 0, .killing where living == 0:
            phase = .finished
            observer.observe(.stopped(totals))
        default: break
        }
        let now = system.now()
        observer.turnEnded(now: now, isNews: isNews, pools: PoolOverview(pools, current, at: now))
        isNews = false
    }

    private var totals: [ServiceTotals] {
        current.map { index in
            ServiceTotals(
                service: pools[index].name, totals: pools.totals(of: index), isAcceptor: pools[index].policy.isFixed)
        }
    }

    /// When the next turn is due though nothing happens; nil: an idle daemon makes no wake-ups.
    private mutating func deadline() -> Duration? {
        if pools.contains(where: \.owesWorkers) { return system.now() }
        var earliest = observer.deadline
        for drain in shortDrains { earliest = min(earliest ?? drain.until, drain.until) }
        if case .draining(let until) = phase { earliest = min(earliest ?? until, until) }
        for until in [examination?.deadline, reload?.deadline].compactMap(\.self) {
            earliest = min(earliest ?? until, until)
        }
        for index in pools.indices {
            if let due = pools[index].deadline() { earliest = min(earliest ?? due, due) }
        }
        return earliest
    }
}
