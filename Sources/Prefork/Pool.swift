internal import LinuxSystem
package import PoolPolicy

/// The supervisor's books on one service: which slots have a tenant, how far each has come, what the policy knows.
package struct Pool {
    package let index: Int
    package let name: String
    package var policy: PoolPolicy
    let scoreboard: Scoreboard
    private var tenants: [Tenant?]
    private var generations: [UInt32]
    /// Each slot's counter of connections before its tenant was forked.
    private var acceptedBefore: [UInt64]
    private var freeSlots: [Int]
    /// In the order of their starts, so that the first is the first to be late.
    private var startingIDs: [WorkerID] = []
    private(set) var live = 0
    private var retiring = 0
    private var abandoned = 0
    /// Workers that are wanted, and left for the next turn.
    var owesWorkers = false
    /// Whether it once had its minimum ready.
    package private(set) var wasReady = false

    /// The supervisor's view of one worker: hard facts only.
    struct Tenant {
        let id: WorkerID
        let pid: Int32
        let spawned: Duration
        var phase: Phase

        enum Phase {
            case starting, ready, retiring, abandoned
        }
    }

    package init(index: Int, name: String, limits: PoolLimits, scoreboard: Scoreboard, seed: UInt64) {
        self.index = index
        self.name = name
        self.scoreboard = scoreboard
        policy = PoolPolicy(limits: limits, seed: seed)
        tenants = Array(repeating: nil, count: limits.max)
        generations = Array(repeating: 0, count: limits.max)
        acceptedBefore = Array(repeating: 0, count: limits.max)
        freeSlots = Array((0..<limits.max).reversed())
    }

    package var ready: Int { live - startingIDs.count - retiring - abandoned }

    /// Counts now. What workers say of themselves is clamped to what the wait statuses allow.
    package func census(waiting: Int = 0) -> Census {
        let idle = min(scoreboard.idleCount, ready)
        return Census(
            starting: startingIDs.count, idle: idle, serving: ready - idle, retiring: retiring + abandoned,
            idleLowWater: scoreboard.idleLowWater, waiting: waiting)
    }

    // MARK: Changes

    /// The next free slot and its new generation; nil when every slot has a tenant.
    mutating func reserve() -> WorkerID? {
        guard let slot = freeSlots.popLast() else { return nil }
        generations[slot] &+= 1
        let id = WorkerID(service: index, slot: slot, generation: generations[slot])
        scoreboard.slot(slot).pointee.prepare(generation: id.generation)
        acceptedBefore[slot] = scoreboard.slot(slot).pointee.totals.accepted
        return id
    }

    /// The slot got no tenant after all.
    mutating func release(_ id: WorkerID) {
        scoreboard.slot(id.slot).pointee.clear()
        freeSlots.append(id.slot)
    }

    mutating func spawned(_ id: WorkerID, pid: Int32, at now: Duration) {
        tenants[id.slot] = Tenant(id: id, pid: pid, spawned: now, phase: .starting)
        startingIDs.append(id)
        live += 1
    }

    /// Workers that reported ready since the last call.
    mutating func takeReady() -> [Tenant] {
        var found: [Tenant] = []
        var waitedFor: [WorkerID] = []
        for id in startingIDs {
            if saysReady(id) {
                tenants[id.slot]?.phase = .ready
                if let tenant = tenants[id.slot] { found.append(tenant) }
            } else {
                waitedFor.append(id)
            }
        }
        startingIDs = waitedFor
        return found
    }

    /// Whether the minimum is ready for the first time.
    mutating func becomeReady() -> Bool {
        guard !wasReady, ready >= policy.limits.min else { return false }
        wasReady = true
        return true
    }

    /// A start that took too long. It counts as starting until it is buried, but is not waited for any more.
    mutating func abandonStart(_ id: WorkerID) {
        guard tenants[id.slot]?.phase == .starting else { return }
        startingIDs.removeAll { $0 == id }
        abandoned += 1
        tenants[id.slot]?.phase = .abandoned
    }

    mutating func askedToRetire(_ id: WorkerID) {
        guard let phase = tenants[id.slot]?.phase else { return }
        switch phase {
        case .retiring, .abandoned: return
        case .starting: startingIDs.removeAll { $0 == id }
        case .ready: break
        }
        retiring += 1
        tenants[id.slot]?.phase = .retiring
    }

    /// A tenant is gone: what it was, how its end is to be taken, and what it had in hand.
    mutating func ended(_ id: WorkerID, at now: Duration) -> (tenant: Tenant, end: WorkerEnd, inHand: InHand?)? {
        guard let tenant = tenants[id.slot], tenant.id == id else { return nil }
        let inHand = scoreboard.slot(id.slot).pointee.inHand
        let end: WorkerEnd
        switch tenant.phase {
        case .starting:
            startingIDs.removeAll { $0 == id }
            // It may have become ready since we last looked.
            end = saysReady(id) ? unaskedEnd(tenant, at: now) : .beforeReady
        case .abandoned:
            abandoned -= 1
            end = .beforeReady
        case .ready: end = unaskedEnd(tenant, at: now)
        case .retiring:
            retiring -= 1
            end = .asked
        }
        live -= 1
        tenants[id.slot] = nil
        scoreboard.clearIdle(id.slot)
        release(id)
        return (tenant, end, inHand)
    }

    // MARK: Questions

    /// A worker that goes as soon as it came and never had a client would be followed by the next, for ever.
    private func unaskedEnd(_ tenant: Tenant, at now: Duration) -> WorkerEnd {
        let accepted = scoreboard.slot(tenant.id.slot).pointee.totals.accepted
        let isUnused = accepted == acceptedBefore[tenant.id.slot] && now - tenant.spawned < StartThrottle.probation
        return isUnused ? .unused : .unasked
    }

    private func saysReady(_ id: WorkerID) -> Bool {
        switch scoreboard.slot(id.slot).pointee.currentState {
        case .empty, .starting: false
        case .idle, .serving: true
        }
    }

    /// Idle workers to retire, those in the highest slots first.
    func idleWorkers(_ count: Int) -> [WorkerID] {
        var found: [WorkerID] = []
        for slot in stride(from: policy.limits.max - 1, through: 0, by: -1) where found.count < count {
            guard scoreboard.isIdle(slot), let tenant = tenants[slot], tenant.phase == .ready else { continue }
            found.append(tenant.id)
        }
        return found
    }

    var everyWorker: [WorkerID] {
        (0..<policy.limits.max).compactMap { tenants[$0]?.id }
    }

    func tenant(_ id: WorkerID) -> Tenant? {
        tenants[id.slot].flatMap { $0.id == id ? $0 : nil }
    }

    /// The worker that has been starting for longest, and since when.
    var oldestStart: (id: WorkerID, since: Duration)? {
        startingIDs.first.flatMap { id in tenants[id.slot].map { (id, $0.spawned) } }
    }

    func deadline() -> Duration? {
        let late = oldestStart.map { $0.since + policy.limits.startTimeout }
        return [late, policy.deadline].compactMap(\.self).min()
    }
}
