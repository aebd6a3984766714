internal import DequeModule
internal import LinuxSystem
package import PoolPolicy

/// The supervisor's books on one service: which slots have a tenant, how far each has come, what the policy knows.
///
/// No entry costs more in a larger pool. The queues are cleaned when they are read: who has moved on is passed over.
package struct Pool {
    package let index: Int
    package let name: String
    let kind: WorkerKind
    package var policy: PoolPolicy
    /// As the configuration says; the policy has others where somebody has scaled the pool since.
    var configured: PoolBounds
    var role: PoolRole
    /// Pools of earlier configurations whose workers are still there, for this one to replace.
    var predecessors: [Int] = []
    /// How long its workers may take to finish when all stop; nil: as long as any other.
    let drainTimeout: Duration?
    /// nil where the maximum is a number.
    var size: AutomaticSize?
    let scoreboard: Scoreboard
    private(set) var tenants: [Tenant?]
    var generations: [UInt32]
    /// Each slot's counter of connections before its tenant was forked.
    var acceptedBefore: [UInt64]
    var freeSlots: [Int]
    private(set) var tally = Tally()
    /// In the order of their starts, so that the first is the first to be late.
    var starts: Deque<WorkerID> = []
    var ages: AgeQueue
    /// Those that were asked to leave, and until when they have time to, the first to be due first.
    var leaving: Deque<(id: WorkerID, until: Duration)> = []
    /// In the order in which they said so.
    private var worn: Deque<WorkerID> = []
    /// Workers that are wanted, and left for the next turn.
    var owesWorkers = false
    /// How many may still be spawned in this turn; signals and the watchdog do not wait for a large pool.
    var spawnsLeft = Pool.spawnsPerTurn
    static let spawnsPerTurn = 16
    /// And for how long all pools together do, for a fork takes the longer the more the supervisor holds, and the new
    /// workers run beside it.
    static let spawnTime = Duration.milliseconds(4)
    /// Whether it, or one that it took over from, once had its minimum ready.
    package var wasReady = false

    package init(index: Int, _ settings: PoolSettings, scoreboard: Scoreboard, role: PoolRole, seed: UInt64) {
        self.index = index
        self.role = role
        self.scoreboard = scoreboard
        name = settings.name
        kind = settings.kind
        size = settings.size
        drainTimeout = settings.drainTimeout
        policy = PoolPolicy(
            limits: settings.limits, isFixed: settings.isFixed, probation: settings.probation, seed: seed)
        configured = PoolBounds(
            min: settings.limits.min, max: settings.size == nil && !settings.isFixed ? settings.limits.max : nil)
        ages = AgeQueue(maxAge: settings.maxAge, seed: seed)
        tenants = Array(repeating: nil, count: scoreboard.capacity)
        generations = Array(repeating: 0, count: scoreboard.capacity)
        acceptedBefore = Array(repeating: 0, count: scoreboard.capacity)
        freeSlots = Array((0..<scoreboard.capacity).reversed())
    }

    // MARK: Starts

    /// The next free slots, as many as there are, each with its new generation.
    mutating func reserve(_ count: Int) -> [WorkerID] {
        // An array of its own: a slice would hold the whole of the free ones, which the removal would copy.
        let slots = Array(freeSlots.suffix(count).reversed())
        freeSlots.removeLast(slots.count)
        return slots.map { slot in
            generations[slot] &+= 1
            scoreboard.slot(slot).pointee.prepare(generation: generations[slot])
            acceptedBefore[slot] = scoreboard.slot(slot).pointee.totals.accepted
            return WorkerID(pool: index, slot: slot, generation: generations[slot])
        }
    }

    /// The slot got no tenant after all.
    mutating func release(_ id: WorkerID) {
        scoreboard.slot(id.slot).pointee.clear()
        freeSlots.append(id.slot)
    }

    mutating func spawned(_ id: WorkerID, pid: Int32, at now: Duration) {
        scoreboard.ledger.countStart()
        enter(id, pid: pid, spawned: now)
    }

    mutating func enter(_ id: WorkerID, pid: Int32, spawned now: Duration) {
        tenants[id.slot] = Tenant(id: id, pid: pid, spawned: now, phase: .starting)
        tally.enter(.starting)
        starts.append(id)
        ages.add(id, spawned: now)
        forgetTheDead()
    }

    /// Now and then, or a queue would grow with every tenant that goes before it is the first.
    private mutating func forgetTheDead() {
        guard max(ages.count, worn.count) > 2 * scoreboard.capacity else { return }
        let tenants = tenants
        let isDead = { (id: WorkerID) in tenants[id.slot]?.id != id }
        ages.removeAll(where: isDead)
        worn.removeAll(where: isDead)
    }

    /// A start that took too long. It counts as starting until it is buried, but is not waited for any more.
    mutating func abandonStart(_ id: WorkerID) {
        guard tenant(id)?.phase == .starting else { return }
        move(id, to: .abandoned)
    }

    // MARK: What workers say

    /// Hears those that have something to tell.
    /// - Returns: those that are ready since the last call.
    mutating func takeNews() -> [Tenant] {
        var found: [Tenant] = []
        var speakers: [Int] = []
        scoreboard.news.take { speakers.append($0) }
        for slot in speakers {
            guard let tenant = tenants[slot] else { continue }
            if tenant.phase == .starting, scoreboard.slot(slot).pointee.isReady {
                move(tenant.id, to: .ready)
                found.append(tenant)
                if tenant.hasAged { wearOut(tenant.id, .age) }
            }
            if let wear = scoreboard.slot(slot).pointee.currentWear { wearOut(tenant.id, wear) }
        }
        return found
    }

    mutating func wearOut(_ id: WorkerID, _ wear: Wear) {
        guard tenant(id)?.phase == .ready else { return }
        move(id, to: .worn(wear))
        worn.append(id)
    }

    /// Those whose time is over are worn from here on, or as soon as they are ready.
    /// - Returns: whether there were any.
    mutating func endAges(at now: Duration) -> Bool {
        var found = false
        while let id = ages.takeOne(at: now) {
            guard tenant(id) != nil else { continue }
            tenants[id.slot]?.hasAged = true
            wearOut(id, .age)
            found = true
        }
        return found
    }

    /// Whether the minimum is ready for the first time.
    mutating func becomeReady() -> Bool {
        guard !wasReady, ready >= policy.limits.min else { return false }
        wasReady = true
        return true
    }

    // MARK: Ends

    /// - Parameter reason: what has worn it, where it does not know itself.
    /// - Returns: why it was worn, if it was; nil too where it is leaving already.
    @discardableResult
    mutating func askedToRetire(_ id: WorkerID, worn reason: Wear? = nil) -> Wear? {
        guard let phase = tenant(id)?.phase else { return nil }
        var wear = reason
        switch phase {
        case .retiring, .abandoned: return nil
        case .worn(let own): wear = reason ?? own
        case .starting, .ready: break
        }
        move(id, to: .retiring(wear))
        // It waits for nobody any more, and is no spare.
        scoreboard.words.withdraw(id.slot)
        return wear
    }

    /// It was asked and does not go. Nobody waits for that any more.
    mutating func giveUp(_ id: WorkerID) {
        if case .retiring = tenant(id)?.phase { move(id, to: .retiring(nil)) }
    }

    /// A tenant is gone: what it was, how its end is to be taken, and what it had in hand.
    mutating func ended(_ id: WorkerID, at now: Duration) -> (tenant: Tenant, end: WorkerEnd, inHand: InHand?)? {
        guard let tenant = tenant(id) else { return nil }
        let inHand = scoreboard.slot(id.slot).pointee.inHand
        let end: WorkerEnd
        switch tenant.phase {
        // It may have become ready since we last looked.
        case .starting: end = scoreboard.slot(id.slot).pointee.isReady ? unaskedEnd(tenant, at: now) : .beforeReady
        case .abandoned: end = .beforeReady
        case .ready, .worn: end = unaskedEnd(tenant, at: now)
        case .retiring: end = .asked
        }
        if end != .asked { scoreboard.ledger.countDeath() }
        tally.leave(tenant.phase)
        tenants[id.slot] = nil
        scoreboard.bury(id.slot)
        release(id)
        return (tenant, end, inHand)
    }

    /// A worker that goes as soon as it came and never had a client would be followed by the next, for ever.
    private func unaskedEnd(_ tenant: Tenant, at now: Duration) -> WorkerEnd {
        let accepted = scoreboard.slot(tenant.id.slot).pointee.totals.accepted
        let isUnused = accepted == acceptedBefore[tenant.id.slot] && now - tenant.spawned < policy.throttle.probation
        return isUnused ? .unused : .unasked
    }

    mutating func move(_ id: WorkerID, to phase: Tenant.Phase) {
        guard let old = tenants[id.slot]?.phase else { return }
        tally.leave(old)
        tally.enter(phase)
        tenants[id.slot]?.phase = phase
    }

    // MARK: Questions

    /// Worn workers that were not asked yet, those first that said so first.
    mutating func takeWorn(_ count: Int) -> [WorkerID] {
        var found: [WorkerID] = []
        while found.count < count, let id = worn.popFirst() {
            if case .worn = tenant(id)?.phase { found.append(id) }
        }
        return found
    }

    func tenant(_ id: WorkerID) -> Tenant? {
        tenants[id.slot].flatMap { $0.id == id ? $0 : nil }
    }
}
