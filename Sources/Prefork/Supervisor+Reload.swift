internal import LinuxSystem
internal import PoolPolicy
internal import SystemPackage

/// The way from one configuration to the next: each changed service gets one worker on trial, and once all of those are
/// ready, the new configuration holds and the others follow. What fails before that leaves everything as it was.
extension Supervisor where System: ~Copyable {
    /// As far as it goes at the end of a turn.
    mutating func goOnReloading() {
        repeat { closeGone() } while advance()
    }

    /// - Returns: whether there may be more to do at once.
    private mutating func advance() -> Bool {
        guard let reload else { return examination == nil && (beginIfAsked() || examineIfAsked()) }
        hearOutgoing()
        switch reload.stage {
        case .proving where reload.isProven: commit(reload)
        case .rolling where isRolled: finish(reload)
        // Not before the last has gone: the next reload may want the same addresses.
        case .undoing(let failure) where reload.candidates.allSatisfy({ !pools.contains($0.pool) }):
            undone(failure)
        case .proving, .rolling, .undoing: return false
        }
        return true
    }

    /// Requests that come while one is under way are one more, which finds the newest file.
    private mutating func beginIfAsked() -> Bool {
        guard wantsReload, case .serving = phase, let reconfigure else { return false }
        wantsReload = false
        observer.observe(.reloading)
        switch reconfigure.prepare() {
        case .failure(let failure): observer.observe(.reloadFailed(failure))
        case .success(let plan): begin(plan, .request)
        }
        return true
    }

    mutating func begin(_ plan: Reconfiguration<System.Work>, _ cause: Reload.Cause) {
        var entries: [Reload.Entry] = []
        var failure: ReloadFailure?
        for service in plan.services where failure == nil {
            let old = current.first { pools[$0].name == service.name }
            switch service.change {
            case .none: if let old { entries.append(.init(keeping: old, service.name)) }
            case .limits(let limits): if let old { entries.append(.init(keeping: old, service.name, limits)) }
            case .work(let work):
                do {
                    let index = try open(work, as: .candidate, after: old)
                    pools[index].scoreboard.admit(.notYet)
                    entries.append(.init(trying: index, after: old, service.name))
                } catch {
                    failure = .refused("service \"\(service.name)\": \(error)")
                }
            }
        }
        let names = Set(plan.services.map(\.name))
        let removed = current.map { pools[$0].name }.filter { !names.contains($0) }
        reload = Reload(
            entries, removed: removed, drainTimeout: plan.drainTimeout, cause: cause, at: system.now())
        for candidate in entries where candidate.isCandidate && failure == nil {
            let census = pools[candidate.pool].census(at: system.now())
            if let error = spawn(1, .reload, candidate.pool, census) {
                failure = .notReady(service: candidate.name, "can't be forked: \(error)")
            }
        }
        if let failure { failReload(failure) }
    }

    /// A worker on trial did not become ready, or can't be had.
    mutating func failReload(_ failure: ReloadFailure) {
        guard reload?.failed(failure) == true, let reload else { return }
        for candidate in reload.candidates {
            pools[candidate.pool].role = .outgoing(successor: nil)
            for worker in pools[candidate.pool].everyWorker {
                // They have nothing in hand, so to be killed is an end like any that was asked for.
                pools[candidate.pool].askedToRetire(worker)
                system.kill(worker)
            }
        }
    }

    private mutating func undone(_ failure: ReloadFailure) {
        let cause = reload?.cause
        reload = nil
        reconfigure?.settle(false)
        switch cause {
        case .upgrade: goBack(failure)
        case .request, nil: observer.observe(.reloadFailed(failure))
        }
    }

    /// The daemon stops. Whoever was on trial goes like all others.
    mutating func abandonReload() {
        guard let reload else { return }
        if case .rolling = reload.stage { return finish(reload) }
        // They have nothing in hand.
        for candidate in reload.candidates where pools.contains(candidate.pool) {
            for worker in pools[candidate.pool].everyWorker { system.kill(worker) }
        }
        undone(.stopping)
    }

    // MARK: From here on the new configuration holds

    private mutating func commit(_ reload: Reload) {
        self.reload?.committed()
        wayBack = nil
        drainTimeout = reload.drainTimeout
        let before = current
        current = reload.entries.map(\.pool)
        for entry in reload.candidates {
            pools[entry.pool].role = .current
            if let old = entry.predecessor {
                makeOutgoing(old, successor: entry.pool)
                pools[entry.pool].keepScale(of: pools[old])
            }
        }
        for index in before where !current.contains(index) && pools[index].isActive {
            makeOutgoing(index, successor: nil)
        }
        // First, for as long as somebody keeps a listener it is not refused.
        reconfigure?.settle(true)
        for index in pools.indices where !current.contains(index) { giveUpListeners(of: index) }
        for entry in reload.entries {
            if let limits = entry.limits { configure(entry.pool, limits) }
            if reload.goesOn, let old = entry.predecessor, pools[old].policy.isDraining { drainPool(entry.pool) }
            // Whoever was asked just now is not let in any more.
            if entry.isCandidate { pools[entry.pool].scoreboard.admit(.open) }
            step(entry.pool, entry.isCandidate ? .ready : .look)
            tellReadiness(entry.pool)
        }
    }

    private mutating func configure(_ index: Int, _ limits: PoolLimits) {
        pools[index].configured = pools[index].bounds(of: limits)
        limit(index, to: limits)
    }

    /// A smaller maximum holds at once: those that are too many are asked, the idle ones first.
    mutating func limit(_ index: Int, to limits: PoolLimits) {
        pools[index].policy.limits = limits
        let surplus = pools[index].staying - limits.max
        guard surplus > 0 else { return }
        for worker in (pools[index].idleWorkers(surplus) + pools[index].unaskedBusy).prefix(surplus) { retire(worker) }
    }

    /// - Parameter new: nil: the service is no more.
    mutating func makeOutgoing(_ old: Int, successor new: Int?) {
        system.watchQueue(of: old, false)
        let line = [old] + pools[old].predecessors
        for index in line {
            pools[index].role = .outgoing(successor: new)
            pools[index].owesWorkers = false
            // Whoever takes a client is to be asked at once, or is asked already and waits for no other.
            pools[index].scoreboard.tell(belowIdle: .max, known: 0)
            pools[index].scoreboard.admit(.noMore)
            // Nothing else keeps them from clients once they are ready. Nobody misses them, so not as if they were worn.
            for worker in pools[index].unreadyPrograms { retire(worker) }
        }
        pools[old].predecessors = []
        guard let new else { return }
        pools[new].predecessors = line
        pools[new].wasReady = pools[old].wasReady
    }

    /// A pool gives up the listeners that the current ones do not have.
    mutating func giveUpListeners(of index: Int) {
        // Asked first: a worker that finds its only listener gone without having been asked takes it for a fault.
        if pools[index].decider == nil || !system.sharesListener(index, with: current) {
            for worker in pools[index].unasked { retire(worker, worn: .configuration) }
        }
        system.refuse(index, keeping: current)
    }

    /// Whether no worker of the old configuration takes a client any more. While workers can't be started, the old ones
    /// serve on, and that may last.
    private var isRolled: Bool {
        pools.allSatisfy { pool in
            guard case .outgoing(let successor) = pool.role, pool.mayTakeClients else { return true }
            return successor.map { pools[$0].policy.throttle.failures > 0 } ?? false
        }
    }

    /// What they have to tell counts from here on, whether or not they have come to wake anybody for it.
    private mutating func hearOutgoing() {
        for index in pools.indices where pools[index].isOutgoing && pools[index].hasNews { hear(index) }
    }

    private mutating func finish(_ reload: Reload) {
        self.reload = nil
        var report = Reloaded(took: system.now() - reload.began)
        for entry in reload.candidates {
            if entry.predecessor == nil { report.added.append(entry.name) } else { report.changed.append(entry.name) }
        }
        report.removed = reload.removed
        switch reload.cause {
        case .request: observer.observe(.reloaded(report))
        case .upgrade(let version): observer.observe(.upgraded(from: version, took: report.took))
        }
    }
}
