internal import LinuxSystem
internal import PoolPolicy
package import SystemPackage

/// The way from one program to the next in the same process. The next one takes the workers of this one over as a
/// reload would: its own are on trial first. What fails on the way leaves everything as it was.
extension Supervisor where System: ~Copyable {
    /// The new program is asked whether it can go on from here before this process becomes it, for then it is too late.
    mutating func examineIfAsked() -> Bool {
        guard wantsUpgrade, case .serving = phase, let programs else { return false }
        wantsUpgrade = false
        observer.observe(.upgrading(to: programs.next.path))
        // The workers of the next one may fail, and nobody would be there then who replaces those of this one.
        guard programs.isKept else {
            let reason = "there would be no way back: the program that runs can't be opened"
            observer.observe(.upgradeFailed(.refused(reason)))
            return true
        }
        do {
            try system.examine(programs.examiner, makeHandover(programs, isReturn: false))
            examination = Examination(until: system.now() + patience)
        } catch {
            observer.observe(.upgradeFailed(.refused("\(programs.next.path) can't be examined: \(error)")))
        }
        return true
    }

    /// As long as the slowest of the services may take to get a worker ready.
    private var patience: Duration { current.map { pools[$0].policy.limits.startTimeout }.max() ?? .zero }

    mutating func examined(_ status: WaitStatus, _ words: String) {
        let wasLate = examination?.wasStopped ?? false
        examination = nil
        guard case .serving = phase, let programs else { return }
        guard status.isSuccess else {
            let path = programs.examiner.path
            let said = words.isEmpty ? "" : ": \(words)"
            let end = wasLate ? "did not end within \(patience)" : "\(status)"
            let reason = status == .exited(ProgramImage.didNotRun) ? "can't run \(path)" : "\(path) \(end)"
            return observer.observe(.upgradeFailed(.refused("\(reason)\(said)")))
        }
        let error = system.become(programs.next, makeHandover(programs, isReturn: false))
        observer.observe(.upgradeFailed(.refused("can't run \(programs.next.path): \(error)")))
    }

    /// The workers of this program did not become ready: the one before it goes on with those that it has left.
    mutating func goBack(_ failure: ReloadFailure) {
        observer.observe(.upgradeFailed(failure))
        // Where it is to stop, it has nothing to go back for.
        guard case .serving = phase, let programs else { return }
        if let back = programs.back {
            let handover = makeHandover(programs, isReturn: true)
            programs.makeRoom()
            let error = system.become(back, handover)
            observer.observe(.upgradeFailed(.refused("can't go back to \(back.path): \(error)")))
        }
        // Neither of the two can go on. Clients wait in queues that systemd keeps, and it starts what is installed.
        beginStop()
    }

    private mutating func makeHandover(_ programs: Programs, isReturn: Bool) -> Handover {
        var handover = Handover()
        for index in current + pools.indices.filter({ !current.contains($0) }) {
            guard var handed = system.handover(of: index, pools[index].everyTenant, isReturn: isReturn) else {
                continue
            }
            handed.isCurrent = pools[index].isActive
            handed.wasReady = pools[index].wasReady
            handed.startTimeout = pools[index].policy.limits.startTimeout
            if handed.isCurrent {
                handed.durations = pools[index].scoreboard.ledger.durations.all
                handed.totals = pools.totals(of: index)
                (handed.configured, handed.bounds) = (pools[index].configured, pools[index].bounds)
                handed.isDraining = pools[index].policy.isDraining
            }
            // Counted on from what lies in a memory, so of another one they say nothing.
            if handed.isReadable { pools[index].tellAcceptedBefore(in: &handed) }
            handover.pools.append(handed)
        }
        handover.records = programs.records(isReturn)
        handover.wantsReload = wantsReload
        handover.wantsUpgrade = wantsUpgrade
        if isReturn { wayBack?.prepare(&handover) }
        return handover
    }

    // MARK: In the next program

    /// Takes over what the program before has left, and goes on with the workers of this one.
    package mutating func takeOver(
        _ handover: Handover, _ plan: Reconfiguration<System.Work>
    ) throws(Errno) {
        wayBack = WayBack(handover)
        do throws(Errno) {
            try adopt(handover) { _ in nil }
        } catch {
            handBack(handover, error)
            throw error
        }
        begin(plan, .upgrade(from: handover.version))
        // Where that has failed already, there may be nothing to wait for.
        goOnReloading()
    }

    /// All of it is open yet, also what this program can't read.
    private mutating func handBack(_ handover: Handover, _ reason: Errno) {
        guard let programs, let back = programs.back else { return }
        observer.observe(.upgradeFailed(.refused("the workers can't be taken over: \(reason)")))
        var handover = handover
        handover.records = programs.records(true)
        programs.makeRoom()
        let error = system.become(back, handover)
        observer.observe(.upgradeFailed(.refused("can't go back to \(back.path): \(error)")))
    }

    /// Goes on with what this program itself has left, after another that could not.
    package mutating func resume(_ handover: Handover, _ works: [(name: String, work: System.Work)]) throws(Errno) {
        try adopt(handover) { name in works.first { $0.name == name }?.work }
        for index in current where pools[index].role == .inherited { makeOutgoing(index, successor: nil) }
        current = try works.map { (name, work) throws(Errno) in
            if let index = current.first(where: { pools[$0].name == name }) { return index }
            return try open(work, as: .current, after: nil)
        }
        for index in pools.indices where !current.contains(index) { giveUpListeners(of: index) }
        // What was asked of the other program is left to do. That one had read the newest file when it came.
        (wantsReload, wantsUpgrade) = (handover.wantsReload, handover.wantsUpgrade)
        observer.observe(.resumed(after: handover.version))
    }

    private mutating func adopt(_ handover: Handover, _ work: (String) -> System.Work?) throws(Errno) {
        for handed in handover.pools {
            let index = pools.freeIndex
            let work = handed.isCurrent ? work(handed.service) : nil
            let (settings, scoreboard) = try system.adopt(index, handed, work)
            let successor = current.first { pools[$0].name == handed.service }
            let role: PoolRole =
                handed.isCurrent ? work == nil ? .inherited : .current : .outgoing(successor: successor)
            seed &+= 1
            var pool = Pool(index: index, settings, scoreboard: scoreboard, role: role, seed: seed)
            pool.adopt(handed, at: system.now())
            pools.insert(pool)
            observer.observe(.poolOpened(index, service: settings.name, settings.kind))
            // When they were asked is not handed on, so they have their time once more.
            for tenant in pool.everyTenant where tenant.handedPhase == .retiring {
                pools[index].limitLeaving(tenant.id, until: system.now() + drainTimeout)
            }
            if handed.isCurrent {
                current.append(index)
            } else if let successor {
                pools[successor].predecessors.append(index)
            }
        }
        wasReady = current.allSatisfy { pools[$0].wasReady }
    }
}
