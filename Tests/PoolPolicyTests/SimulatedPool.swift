import PoolPolicy

/// A pool that obeys the policy's actions as the supervisor does, with workers and clients that are made up.
///
/// This half is what workers and clients do; the supervisor's half and the rules are beside it.
final class SimulatedPool {
    var policy: PoolPolicy
    var now = Duration.seconds(1_000)
    let workers: SimulatedWorkers
    /// Clients in the accept queue.
    private(set) var queue = 0
    var forksFail = false

    // What the policy told, and who wants to be heard.
    var watchesQueue = false
    var tellsBelow = 0
    var historyStart: Duration?
    /// When the number of idle workers last rose above each level.
    var rises: [Duration]
    /// A worker has something to tell.
    var demand = false
    /// Slots of those that have.
    var news: [Int] = []
    /// Somebody came into the queue while it was watched.
    var edge = false
    var owesWorkers = false
    // In the order of their starts and of their wear; who has moved on is passed over.
    var starts = Line<(slot: Int, number: Int)>()
    var worn = Line<(slot: Int, number: Int)>()
    /// The first rule that was broken, in words.
    var fault: String?

    var limits: PoolLimits { policy.limits }

    init(limits: PoolLimits, seed: UInt64) {
        policy = PoolPolicy(limits: limits, seed: seed)
        workers = SimulatedWorkers(capacity: limits.max)
        rises = Array(repeating: .zero, count: limits.max)
        step(.look)
        settle()
    }

    func connect(_ clients: Int) {
        queue += clients
        if watchesQueue { edge = true }
        takeFromQueue()
    }

    /// Those who wait go away.
    func giveUp() { queue = 0 }

    func becomeReady(_ slot: Int) {
        announce(slot)
        becomeIdle(slot)
    }

    /// The client of a serving worker is done.
    func disconnect(_ slot: Int) {
        if case .asked = workers[slot]?.known { die(slot) } else { becomeIdle(slot) }
    }

    func die(_ slot: Int) {
        workers.change(slot) { $0.doing = .dead }
    }

    func kill(_ slot: Int) {
        workers.change(slot) { $0.wasKilled = true }
        die(slot)
    }

    /// It has served long enough.
    func wearOut(_ slot: Int) {
        workers.change(slot) { $0.saysWorn = true }
        announce(slot)
    }

    private func announce(_ slot: Int) {
        news.append(slot)
        demand = true
    }

    private func becomeIdle(_ slot: Int) {
        workers.change(slot) { worker in
            worker.doing = .idle
            worker.saysIdle = true
        }
        if historyStart != nil { rises[workers.idleBits - 1] = now }
        takeFromQueue()
    }

    private func takeFromQueue() {
        while queue > 0, let slot = workers[.idle].last ?? workers[.unheard].last {
            queue -= 1
            workers.change(slot) { worker in
                worker.doing = .serving
                worker.hasServed = true
                worker.saysIdle = false
            }
            if workers.idleBits < tellsBelow { demand = true }
        }
    }

    var census: Census {
        let idle = min(workers.idleBits, workers.ready)
        let isFull = workers.count >= limits.max
        return Census(
            starting: workers.starting, idle: idle, serving: workers.ready - idle, retiring: workers.retiring,
            worn: workers.worn, recycling: workers.recycling, lowWater: lowWater(idle),
            waiting: !policy.isDraining && (!isFull || idle == 0) ? queue : 0)
    }

    private func lowWater(_ idle: Int) -> LowWater {
        guard let historyStart else { return LowWater(idle: 0) }
        return LowWater(idle: idle, within: limits.idleTimeout, at: now) { max(historyStart, rises[$0]) }
    }
}
