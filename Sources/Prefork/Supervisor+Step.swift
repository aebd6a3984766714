internal import LinuxSystem
internal import PoolPolicy
internal import SystemPackage

/// Decisions of the policy, and their doing.
extension Supervisor where System: ~Copyable {
    mutating func step(_ service: Int, _ event: PoolEvent) {
        guard pools[service].standing == .current else { return }
        isNews = true
        // They finish what they have in hand and take no more, which costs nobody a worker.
        for old in pools[service].predecessors {
            for worker in pools[old].unaskedBusy { retire(worker) }
        }
        // Each decision is about all that is wanted now, so nothing is owed from an earlier one.
        pools[service].owesWorkers = false
        let census = takeCensus(service)
        // The one that bound until now: what clients waited for.
        let limit = pools[service].bindingLimit
        fitSize(service, census)
        var refused: Errno?
        for action in pools[service].policy.step(event, census, now: system.now()) {
            if let error = perform(action, service, census, limit) { refused = error }
        }
        // Once all of this decision is done, for it is the next one's ground.
        if let refused {
            decided(.forkRefused(refused), service, census)
            step(service, .forkFailed)
        }
    }

    /// What the daemon is given may have changed, or others may have taken of it.
    private mutating func fitSize(_ service: Int, _ census: Census) {
        let now = system.now()
        var limits = pools[service].policy.limits
        guard pools[service].size?.isDue(census, limits, now: now) == true else { return }
        let (resources, memory) = (system.resources(), pools[service].privateMemory)
        let ceiling = pools[service].size?.fit(
            &limits, to: resources, live: census.live, privateMemory: memory, now: now)
        pools[service].policy.limits = limits
        if let ceiling { decided(.bounded(ceiling), service, census) }
    }

    /// Counts the queue wherever that can change a decision.
    private mutating func takeCensus(_ service: Int) -> Census {
        let now = system.now()
        var census = pools.census(of: service, at: now)
        if pools[service].policy.isFixed { return census }
        let isFull = census.live >= pools[service].policy.limits.max
        guard !pools[service].policy.isDraining, !isFull || census.idle == 0 else { return census }
        switch system.queueDepth(of: service) {
        case .none: break
        case .counted(let depth): census.waiting = depth
        // The idle ones are on their way to it.
        case .some where census.idle > 0: break
        // Unknown is taken as many as are served, which doubles the pool.
        case .some: census.waiting = isFull ? 1 : max(1, census.serving)
        }
        return census
    }

    /// - Returns: the system's refusal; spawning is the one action that it can refuse.
    private mutating func perform(
        _ action: PoolAction, _ service: Int, _ census: Census, _ limit: BindingLimit?
    ) -> Errno? {
        switch action {
        case .spawn(let count, let reason): return spawn(count, reason, service, census)
        case .retire(let count):
            let chosen = (outdated(service, count) + pools[service].idleWorkers(count)).prefix(count)
            for worker in chosen { retire(worker) }
            if !chosen.isEmpty { decided(.retired(chosen.count), service, census) }
        case .recycle(let count):
            let outdated = outdated(service, count)
            for worker in outdated { retire(worker, worn: .configuration) }
            for worker in pools[service].takeWorn(count - outdated.count) { recycle(worker, census) }
        case .watchQueue(let watch): system.watchQueue(of: service, watch)
        case .tellBelow(let idle):
            // How many are idle of each of several pools is not in the census, so it looks once more.
            let isAlone = pools[service].predecessors.isEmpty
            pools[service].scoreboard.tell(belowIdle: idle, known: isAlone ? census.idle : .max)
        case .keepHistory(let keep): pools[service].scoreboard.keepHistory(from: keep ? system.now() : nil)
        case .throttle(let delay, let reason, let failures):
            decided(.throttled(delay, reason, failures: failures), service, census)
        case .reportSaturation(let report): decided(.saturated(report, limit), service, census)
        }
        return nil
    }

    func decided(_ kind: Decision.Kind, _ service: Int, _ census: Census) {
        observer.observe(.decided(Decision(service: service, kind: kind, census: census)))
    }

    /// Gives each pool its share of a turn.
    mutating func beginSpawning() {
        spawnEnd = system.now() + Pool.spawnTime
        for index in current { pools[index].spawnsLeft = Pool.spawnsPerTurn }
    }

    /// - Returns: why not all could be spawned.
    mutating func spawn(_ count: Int, _ reason: SpawnReason, _ service: Int, _ census: Census) -> Errno? {
        let wanted = min(count, pools[service].spawnsLeft)
        let seats = pools[service].reserve(wanted)
        var spawned: [Int32] = []
        let refused = seats.isEmpty ? nil : system.spawn(seats, until: spawnEnd, pids: &spawned)
        for worker in seats.dropFirst(spawned.count).reversed() { pools[service].release(worker) }
        let now = system.now()
        pools[service].spawnsLeft = now < spawnEnd ? pools[service].spawnsLeft - spawned.count : 0
        pools[service].owesWorkers = count > wanted || refused == nil && spawned.count < seats.count
        for (worker, pid) in zip(seats, spawned) {
            pools[service].spawned(worker, pid: pid, at: now)
            observer.observe(.workerSpawned(worker, pid: pid))
        }
        if !spawned.isEmpty { decided(.spawned(spawned.count, reason), service, census) }
        return refused
    }

    /// Idle workers of the pools that a service's pool takes over from.
    private func outdated(_ service: Int, _ count: Int) -> [WorkerID] {
        Array(pools[service].predecessors.flatMap { pools[$0].idleWorkers(count) }.prefix(count))
    }

    private mutating func recycle(_ worker: WorkerID, _ census: Census) {
        guard let pid = pools[worker.service].tenant(worker)?.pid, let wear = retire(worker) else { return }
        decided(.recycled(worker, pid: pid, wear), worker.service, census)
    }

    /// - Returns: why it was worn, if it was.
    @discardableResult
    mutating func retire(_ worker: WorkerID, worn reason: Wear? = nil) -> Wear? {
        let wear = pools[worker.service].askedToRetire(worker, worn: reason)
        // At a stop all have the same time.
        if case .serving = phase {
            pools[worker.service].limitLeaving(worker, until: system.now() + drainTimeout)
        }
        system.retire(worker)
        return wear
    }
}
