internal import LinuxSystem
package import PoolPolicy
internal import SystemPackage

/// The loop of the supervisor: events of the system in, decisions of the policy out, one turn after the other.
///
/// It knows neither files nor systemd. What it does is told to an observer, which has no say in it.
package struct Supervisor<System: SupervisorSystem & ~Copyable, Observer: SupervisorObserver>: ~Copyable {
    package private(set) var system: System
    package let observer: Observer
    private var pools: [Pool]
    private let drainTimeout: Duration
    private var phase = Phase.serving
    private var events: [SystemEvent] = []

    private enum Phase {
        case serving
        case draining(until: Duration)
        case killing
        case finished
    }

    package init(
        _ services: [(name: String, limits: PoolLimits)], scoreboards: [Scoreboard], drainTimeout: Duration,
        seed: UInt64, system: consuming System, observer: Observer
    ) {
        self.system = system
        self.observer = observer
        self.drainTimeout = drainTimeout
        pools = services.enumerated().map { index, service in
            Pool(
                index: index, name: service.name, limits: service.limits, scoreboard: scoreboards[index],
                seed: seed &+ UInt64(index))
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

    /// One pass: wait, bury the dead, obey, look at demand, keep the deadlines. The order is the priority.
    /// - Returns: false once everything has ended.
    package mutating func turn() -> Bool {
        publish()
        if case .finished = phase { return false }
        events.removeAll(keepingCapacity: true)
        system.wait(until: deadline, into: &events)
        for case .ended(let worker) in events { bury(worker) }
        for case .signal(let signal) in events { obey(signal) }
        for case .demand(let service) in events { lookForReady(service) }
        for case .queued(let service) in events { step(service, .look) }
        keepDeadlines()
        return true
    }

    // MARK: The parts of a turn

    private mutating func bury(_ worker: WorkerID) {
        guard let status = system.reap(worker), let ended = pools[worker.service].ended(worker) else { return }
        observer.observe(
            .workerEnded(worker, pid: ended.tenant.pid, status, ended.end, inHand: ended.inHand))
        step(worker.service, .ended(ended.end))
        // The alarm was cleared with its tenant, so whoever rang it meanwhile is looked for here.
        lookForReady(worker.service)
    }

    private mutating func obey(_ signal: Signal) {
        switch (SupervisorCommand(signal), phase) {
        case (.stop, .serving): drain()
        case (.stop, .draining): endAtOnce(onRequest: true)
        case (.stop, .killing), (.stop, .finished): break
        case (.report, _): observer.observe(.reportRequested(totals))
        case (.hangup, _): observer.observe(.hangupIgnored)
        case (nil, _): break
        }
    }

    private mutating func lookForReady(_ service: Int) {
        pools[service].scoreboard.clearAlarm()
        let now = system.now()
        for tenant in pools[service].takeReady() {
            observer.observe(.workerReady(tenant.id, pid: tenant.pid, took: now - tenant.spawned))
            step(service, .ready)
        }
        tellReadiness(service)
        step(service, .look)
    }

    private mutating func tellReadiness(_ service: Int) {
        guard pools[service].becomeReady() else { return }
        observer.observe(.serviceReady(service: service, workers: pools[service].ready))
        if pools.allSatisfy(\.wasReady) { observer.observe(.ready) }
    }

    private mutating func keepDeadlines() {
        let now = system.now()
        for index in pools.indices {
            while let late = pools[index].oldestStart, now >= late.since + pools[index].policy.limits.startTimeout {
                endLateStart(late.id, after: now - late.since)
            }
            if let due = pools[index].policy.deadline, now >= due { step(index, .look) }
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
        observer.turnEnded(now: system.now(), pools: pools.map(\.summary))
    }

    private var totals: [Totals] { pools.map(\.scoreboard.totals) }

    /// When the next turn is due though nothing happens; nil: an idle daemon makes no wake-ups.
    private var deadline: Duration? {
        var times = [observer.deadline] + pools.map { $0.deadline() }
        if case .draining(let until) = phase { times.append(until) }
        return times.compactMap(\.self).min()
    }

    // MARK: Decisions and their doing

    private mutating func step(_ service: Int, _ event: PoolEvent) {
        let census = takeCensus(service)
        var refused: Errno?
        for action in pools[service].policy.step(event, census, now: system.now()) {
            if let error = perform(action, service, census) { refused = error }
        }
        // Once all of this decision is done, for it is the next one's ground.
        if let refused {
            observer.observe(.forkFailed(service: service, refused))
            step(service, .forkFailed)
        }
    }

    /// Looks at the queue only when nobody is there to take from it.
    private mutating func takeCensus(_ service: Int) -> Census {
        let census = pools[service].census()
        guard census.idle == 0, census.starting == 0, !pools[service].policy.isDraining else { return census }
        switch system.queueDepth(of: service) {
        case .none: return census
        case .counted(let depth): return pools[service].census(waiting: depth)
        // Unknown is taken as many as there are workers, which doubles the pool.
        case .some: return pools[service].census(waiting: max(1, census.live))
        }
    }

    /// - Returns: the system's refusal; spawning is the one action that it can refuse.
    private mutating func perform(_ action: PoolAction, _ service: Int, _ census: Census) -> Errno? {
        switch action {
        case .spawn(let count): return spawn(count, service, census)
        case .retire(let count):
            let chosen = pools[service].idleWorkers(count)
            for worker in chosen { retire(worker) }
            if !chosen.isEmpty { observer.observe(.shrank(service: service, by: chosen.count, census)) }
        case .watchQueue(let watch): system.watchQueue(of: service, watch)
        case .tellBelow(let idle): pools[service].scoreboard.tell(belowIdle: idle)
        case .markLowWater(let keep): pools[service].scoreboard.markLowWater(keep)
        case .throttle(let delay, let failures):
            observer.observe(.throttled(service: service, delay, failures: failures))
        }
        return nil
    }

    /// - Returns: why not all could be spawned.
    private mutating func spawn(_ count: Int, _ service: Int, _ census: Census) -> Errno? {
        var spawned = 0
        var refused: Errno?
        while spawned < count, let worker = pools[service].reserve() {
            do {
                let pid = try system.spawn(worker)
                pools[service].spawned(worker, pid: pid, at: system.now())
                observer.observe(.workerSpawned(worker, pid: pid))
                spawned += 1
            } catch {
                pools[service].release(worker)
                refused = error
                break
            }
        }
        if spawned > 0 && pools[service].wasReady {
            observer.observe(.grew(service: service, by: spawned, census))
        }
        return refused
    }

    private mutating func retire(_ worker: WorkerID) {
        pools[worker.service].askedToRetire(worker)
        system.retire(worker)
    }

    private mutating func drain() {
        var living = 0
        for index in pools.indices {
            living += pools[index].live
            system.refuse(service: index)
            step(index, .drain)
            for worker in pools[index].everyWorker { retire(worker) }
        }
        phase = .draining(until: system.now() + drainTimeout)
        observer.observe(.stopping(workers: living, timeout: drainTimeout))
    }

    private mutating func endAtOnce(onRequest: Bool) {
        var killed = 0
        for index in pools.indices {
            for worker in pools[index].everyWorker {
                system.kill(worker)
                killed += 1
            }
        }
        phase = .killing
        observer.observe(.stoppedHard(workers: killed, onRequest: onRequest))
    }
}
