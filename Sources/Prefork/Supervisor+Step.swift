internal import LinuxSystem
internal import PoolPolicy
internal import SystemPackage

/// Decisions of the policy, and their doing.
extension Supervisor where System: ~Copyable {
    mutating func step(_ pool: Int, _ event: PoolEvent) {
        guard pools[pool].role == .current else { return }
        isNews = true
        // They finish what they have in hand and take no more, which costs nobody a worker.
        for old in pools[pool].predecessors {
            for worker in pools[old].unaskedBusy { retire(worker) }
        }
        // Each decision is about all that is wanted now, so nothing is owed from an earlier one.
        pools[pool].owesWorkers = false
        let census = takeCensus(pool)
        // The one that bound until now: what clients waited for.
        let limit = pools[pool].bindingLimit
        fitSize(pool, census)
        var refused: Errno?
        for action in pools[pool].policy.step(event, census, now: system.now()) {
            if let error = perform(action, pool, census, limit) { refused = error }
        }
        // Once all of this decision is done, for it is the next one's ground.
        if let refused {
            decided(.forkRefused(refused), pool, census)
            step(pool, .forkFailed)
        }
    }

    /// What the daemon is given may have changed, or others may have taken of it.
    private mutating func fitSize(_ pool: Int, _ census: Census) {
        let now = system.now()
        var limits = pools[pool].policy.limits
        guard pools[pool].size?.isDue(census, limits, now: now) == true else { return }
        let (resources, memory) = (system.resources(), pools[pool].privateMemory)
        let ceiling = pools[pool].size?.fit(
            &limits, to: resources, live: census.live, privateMemory: memory, now: now)
        pools[pool].policy.limits = limits
        if let ceiling { decided(.bounded(ceiling), pool, census) }
    }

    /// Counts the queue wherever that can change a decision.
    private mutating func takeCensus(_ pool: Int) -> Census {
        let now = system.now()
        var census = pools.census(of: pool, at: now)
        if pools[pool].policy.isFixed { return census }
        let isFull = census.live >= pools[pool].policy.limits.max
        guard !pools[pool].policy.isDraining, !isFull || census.idle == 0 else { return census }
        switch system.queueDepth(of: pool) {
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
        _ action: PoolAction, _ pool: Int, _ census: Census, _ limit: BindingLimit?
    ) -> Errno? {
        switch action {
        case .spawn(let count, let reason): return spawn(count, reason, pool, census)
        case .retire(let count):
            let chosen = (outdated(pool, count) + pools[pool].idleWorkers(count)).prefix(count)
            for worker in chosen { retire(worker) }
            if !chosen.isEmpty { decided(.retired(chosen.count), pool, census) }
        case .recycle(let count):
            let outdated = outdated(pool, count)
            for worker in outdated { retire(worker, worn: .configuration) }
            for worker in pools[pool].takeWorn(count - outdated.count) { recycle(worker, census) }
        case .watchQueue(let watch): system.watchQueue(of: pool, watch)
        case .tellBelow(let idle):
            // How many are idle of each of several pools is not in the census, so it looks once more.
            let isAlone = pools[pool].predecessors.isEmpty
            pools[pool].scoreboard.tell(belowIdle: idle, known: isAlone ? census.idle : .max)
        case .keepHistory(let keep): pools[pool].scoreboard.keepHistory(from: keep ? system.now() : nil)
        case .throttle(let delay, let reason, let failures):
            decided(.throttled(delay, reason, failures: failures), pool, census)
        case .reportSaturation(let report): decided(.saturated(report, limit), pool, census)
        }
        return nil
    }

    func decided(_ kind: Decision.Kind, _ pool: Int, _ census: Census) {
        observer.observe(.decided(Decision(pool: pool, kind: kind, census: census)))
    }

    /// Gives each pool its share of a turn.
    mutating func beginSpawning() {
        spawnEnd = system.now() + Pool.spawnTime
        for index in current { pools[index].spawnsLeft = Pool.spawnsPerTurn }
    }

    /// - Returns: why not all could be spawned.
    mutating func spawn(_ count: Int, _ reason: SpawnReason, _ pool: Int, _ census: Census) -> Errno? {
        let wanted = min(count, pools[pool].spawnsLeft)
        let seats = pools[pool].reserve(wanted)
        var spawned: [Int32] = []
        let refused = seats.isEmpty ? nil : system.spawn(seats, until: spawnEnd, pids: &spawned)
        for worker in seats.dropFirst(spawned.count).reversed() { pools[pool].release(worker) }
        let now = system.now()
        pools[pool].spawnsLeft = now < spawnEnd ? pools[pool].spawnsLeft - spawned.count : 0
        pools[pool].owesWorkers = count > wanted || refused == nil && spawned.count < seats.count
        for (worker, pid) in zip(seats, spawned) {
            pools[pool].spawned(worker, pid: pid, at: now)
            observer.observe(.workerSpawned(worker, pid: pid))
        }
        if !spawned.isEmpty { decided(.spawned(spawned.count, reason), pool, census) }
        return refused
    }

    /// Idle workers of the pools that a service's pool takes over from.
    private func outdated(_ pool: Int, _ count: Int) -> [WorkerID] {
        Array(pools[pool].predecessors.flatMap { pools[$0].idleWorkers(count) }.prefix(count))
    }

    private mutating func recycle(_ worker: WorkerID, _ census: Census) {
        guard let pid = pools[worker.pool].tenant(worker)?.pid, let wear = retire(worker) else { return }
        decided(.recycled(worker, pid: pid, wear), worker.pool, census)
    }

    /// - Returns: why it was worn, if it was.
    @discardableResult
    mutating func retire(_ worker: WorkerID, worn reason: Wear? = nil) -> Wear? {
        let wear = pools[worker.pool].askedToRetire(worker, worn: reason)
        // At a stop all have the same time.
        if case .serving = phase {
            pools[worker.pool].limitLeaving(worker, until: system.now() + drainTimeout)
        }
        system.retire(worker)
        return wear
    }
}
