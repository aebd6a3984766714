internal import LinuxSystem
internal import PoolPolicy
internal import SystemPackage

/// The loop of the supervisor: events of the system in, decisions of the policy out, one turn after the other.
///
/// It knows neither files nor systemd. What it does is told to an observer, which has no say in it.
package struct Supervisor<System: SupervisorSystem & ~Copyable, Observer: SupervisorObserver>: ~Copyable {
    var system: System
    package let observer: Observer
    var pools: [Pool]
    let drainTimeout: Duration
    var phase = Phase.serving
    private var events: [SystemEvent] = []
    /// Whether a decision was made since the end of the last turn.
    var isNews = true

    enum Phase {
        case serving
        case draining(until: Duration)
        case killing
        case finished
    }

    package init(
        _ services: [PoolSettings], scoreboards: [Scoreboard], drainTimeout: Duration, seed: UInt64,
        system: consuming System, observer: Observer
    ) {
        self.system = system
        self.observer = observer
        self.drainTimeout = drainTimeout
        pools = services.enumerated().map { index, service in
            Pool(
                index: index, name: service.name, limits: service.limits, maxAge: service.maxAge, size: service.size,
                scoreboard: scoreboards[index], seed: seed &+ UInt64(index))
        }
    }

    /// Works until it was asked to stop and has.
    package mutating func run() {
        start()
        while turn() {}
    }

    /// Spawns what each pool needs to begin with.
    package mutating func start() {
        for index in pools.indices {
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
        for index in pools.indices { pools[index].spawnsLeft = Pool.spawnsPerTurn }
        for case .signal(let signal) in events { obey(signal) }
        for case .output(let worker, let report) in events { tell(report, of: worker) }
        var toHear: Set<Int> = []
        for case .ended(let worker) in events {
            bury(worker)
            // It may have died between marking a wake and sending it, and then nobody else would send one.
            toHear.insert(worker.service)
        }
        for case .demand(let service) in events { toHear.insert(service) }
        for service in toHear.sorted() { hear(service) }
        for case .queued(let service) in events { step(service, .look) }
        keepDeadlines()
        return true
    }

    // MARK: The parts of a turn

    private mutating func bury(_ worker: WorkerID) {
        guard let death = system.reap(worker),
            let ended = pools[worker.service].ended(worker, at: system.now())
        else { return }
        let end = death.verdict(ended.end)
        observer.observe(.workerEnded(worker, pid: ended.tenant.pid, death, end, inHand: ended.inHand))
        step(worker.service, .ended(end, start: ended.tenant.spawned))
    }

    private func tell(_ report: OutputReport, of worker: WorkerID) {
        guard let tenant = pools[worker.service].tenant(worker) else { return }
        observer.observe(.workerOutput(worker, pid: tenant.pid, report))
    }

    private mutating func obey(_ signal: Signal) {
        switch (SupervisorCommand(signal), phase) {
        case (.stop, .serving): drain()
        case (.stop, .draining): endAtOnce(onRequest: true)
        case (.stop, .killing), (.stop, .finished): break
        case (.report, _): observer.observe(.reportRequested(totals))
        case (.raiseMinimum, .serving): changeMinimum(by: 1)
        case (.lowerMinimum, .serving): changeMinimum(by: -1)
        case (.raiseMinimum, _), (.lowerMinimum, _): break
        case (.ignore, _), (nil, _): observer.observe(.signalIgnored(signal))
        }
    }

    private mutating func changeMinimum(by difference: Int) {
        for index in pools.indices {
            let limits = pools[index].policy.limits
            let minimum = min(max(0, limits.min + difference), limits.max)
            guard minimum != limits.min else { continue }
            pools[index].policy.limits.min = minimum
            decided(.limited(pools[index].policy.limits), index, pools[index].census(at: system.now()))
            step(index, .look)
        }
    }

    /// What the workers of a service have to tell.
    private mutating func hear(_ service: Int) {
        pools[service].scoreboard.clearAlarm()
        let now = system.now()
        let ready = pools[service].takeNews()
        // All of them before the next decision, which counts on all of them.
        for tenant in ready {
            observer.observe(.workerReady(tenant.id, pid: tenant.pid, took: now - tenant.spawned))
        }
        tellReadiness(service)
        step(service, ready.isEmpty ? .look : .ready)
    }

    private mutating func tellReadiness(_ service: Int) {
        guard pools[service].becomeReady() else { return }
        observer.observe(.serviceReady(service: service, workers: pools[service].ready))
        if pools.allSatisfy(\.wasReady) { observer.observe(.ready) }
    }

    private mutating func keepDeadlines() {
        let now = system.now()
        for index in pools.indices {
            while let late = pools[index].oldestStart(), now >= late.since + pools[index].policy.limits.startTimeout {
                endLateStart(late.id, after: now - late.since)
            }
            let hasAged = pools[index].endAges(at: now)
            let isDue = pools[index].policy.deadline.map { now >= $0 } ?? false
            let isOwing = pools[index].owesWorkers && pools[index].spawnsLeft > 0
            if hasAged || isDue || isOwing { step(index, .look) }
        }
        if case .draining(let until) = phase, now >= until { endAtOnce(onRequest: false) }
    }

    /// Killed, it is buried in a later turn like any other; as a start that failed, so nothing else is recorded here.
    private mutating func endLateStart(_ worker: WorkerID, after time: Duration) {
        if let tenant = pools[worker.service].tenant(worker) {
            observer.observe(.startTimedOut(worker, pid: tenant.pid, after: time))
        }
        pools[worker.service].abandonStart(worker)
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
        let (now, pools) = (system.now(), pools)
        observer.turnEnded(now: now, isNews: isNews) { pools.map { $0.summary(at: now) } }
        isNews = false
    }

    private var totals: [Totals] { pools.map(\.scoreboard.totals) }

    /// When the next turn is due though nothing happens; nil: an idle daemon makes no wake-ups.
    private mutating func deadline() -> Duration? {
        if pools.contains(where: \.owesWorkers) { return system.now() }
        var earliest = observer.deadline
        if case .draining(let until) = phase { earliest = min(earliest ?? until, until) }
        for index in pools.indices {
            if let due = pools[index].deadline() { earliest = min(earliest ?? due, due) }
        }
        return earliest
    }
}
