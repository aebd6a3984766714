internal import LinuxSystem
package import PoolPolicy
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

    enum Phase {
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

    /// One pass: wait, obey, bury the dead, look at demand, keep the deadlines. The order is the priority.
    /// - Returns: false once everything has ended.
    package mutating func turn() -> Bool {
        publish()
        if case .finished = phase { return false }
        events.removeAll(keepingCapacity: true)
        system.wait(until: deadline, into: &events)
        for case .signal(let signal) in events { obey(signal) }
        for case .ended(let worker) in events { bury(worker) }
        for case .demand(let service) in events { lookForReady(service) }
        for case .queued(let service) in events { step(service, .look) }
        keepDeadlines()
        return true
    }

    // MARK: The parts of a turn

    private mutating func bury(_ worker: WorkerID) {
        guard let status = system.reap(worker),
            let ended = pools[worker.service].ended(worker, at: system.now())
        else { return }
        // What somebody did to one worker says nothing about the next.
        let end = ended.end == .unused && status.isImposed ? .unasked : ended.end
        observer.observe(.workerEnded(worker, pid: ended.tenant.pid, status, end, inHand: ended.inHand))
        step(worker.service, .ended(end, start: ended.tenant.spawned))
        // It may have died between marking a wake and sending it, and then nobody else would send one.
        lookForReady(worker.service)
    }

    private mutating func obey(_ signal: Signal) {
        switch (SupervisorCommand(signal), phase) {
        case (.stop, .serving): drain()
        case (.stop, .draining): endAtOnce(onRequest: true)
        case (.stop, .killing), (.stop, .finished): break
        case (.report, _): observer.observe(.reportRequested(totals))
        case (.ignore, _), (nil, _): observer.observe(.signalIgnored(signal))
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
            let isDue = pools[index].policy.deadline.map { now >= $0 } ?? false
            if isDue || pools[index].owesWorkers { step(index, .look) }
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

    /// More are left for the next turn, so that signals and the watchdog do not wait for a large pool.
    private static var spawnsPerTurn: Int { 64 }

    private var totals: [Totals] { pools.map(\.scoreboard.totals) }

    /// When the next turn is due though nothing happens; nil: an idle daemon makes no wake-ups.
    private var deadline: Duration? {
        if pools.contains(where: \.owesWorkers) { return system.now() }
        var times = [observer.deadline] + pools.map { $0.deadline() }
        if case .draining(let until) = phase { times.append(until) }
        return times.compactMap(\.self).min()
    }

    // MARK: Decisions and their doing

    mutating func step(_ service: Int, _ event: PoolEvent) {
        // Each decision is about all that is wanted now, so nothing is owed from an earlier one.
        pools[service].owesWorkers = false
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
        case .tellBelow(let idle): pools[service].scoreboard.tell(belowIdle: idle, known: census.idle)
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
        pools[service].owesWorkers = count > Self.spawnsPerTurn
        while spawned < min(count, Self.spawnsPerTurn), let worker = pools[service].reserve() {
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

    mutating func retire(_ worker: WorkerID) {
        pools[worker.service].askedToRetire(worker)
        system.retire(worker)
    }
}
