import PoolPolicy

/// A pool that obeys the policy's actions as the supervisor does, with workers and clients that are made up.
struct SimulatedPool {
    let limits: PoolLimits
    private(set) var policy: PoolPolicy
    private(set) var now = Duration.seconds(1_000)
    var workers: [SimulatedWorker] = []
    /// Clients in the accept queue.
    private(set) var queue = 0
    var forksFail = false

    // What the policy told, and who wants to be heard.
    private(set) var watchesQueue = false
    private var tellsBelow = 0
    private var historyStart: Duration?
    /// When the number of idle workers last rose above each level.
    private var rises: [Duration]
    /// Somebody came into the queue while it was watched.
    private var edge = false
    private var demand = false
    /// The first rule that was broken, in words.
    private(set) var fault: String?

    init(limits: PoolLimits, seed: UInt64) {
        self.limits = limits
        policy = PoolPolicy(limits: limits, seed: seed)
        rises = Array(repeating: .zero, count: limits.max)
        step(.look)
        settle()
    }

    // MARK: What workers and clients do

    mutating func connect(_ clients: Int) {
        queue += clients
        if watchesQueue { edge = true }
        takeFromQueue()
    }

    mutating func becomeReady(_ index: Int) {
        demand = true
        becomeIdle(index)
    }

    /// The client of a serving worker is done.
    mutating func disconnect(_ index: Int) {
        if workers[index].known == .asked { die(index) } else { becomeIdle(index) }
    }

    mutating func die(_ index: Int) {
        workers[index].doing = .dead
    }

    private mutating func becomeIdle(_ index: Int) {
        workers[index].doing = .idle
        workers[index].saysIdle = true
        if historyStart != nil { rises[idleBits - 1] = now }
        takeFromQueue()
    }

    private mutating func takeFromQueue() {
        while queue > 0, let index = workers.firstIndex(where: { $0.doing == .idle && $0.known != .asked }) {
            queue -= 1
            workers[index].doing = .serving
            workers[index].hasServed = true
            workers[index].saysIdle = false
            let idle = idleBits
            if idle < tellsBelow { demand = true }
        }
    }

    private var idleBits: Int { workers.count { $0.saysIdle } }

    // MARK: What the supervisor does

    /// Lets time pass, with a turn at each deadline on the way.
    mutating func pass(until end: Duration) {
        settle()
        var turns = 0
        while fault == nil, let due = nextDeadline, due <= end {
            now = max(now, due)
            settle()
            turns += 1
            check(turns < 1_000, "1000 wake-ups while time passes")
        }
        now = end
        settle()
    }

    /// The clock jumps: no turn is taken on the way.
    mutating func jump(to end: Duration) {
        now = end
        settle()
    }

    mutating func drain() {
        settle()
        step(.drain)
        for index in workers.indices where workers[index].known != .abandoned { workers[index].known = .asked }
    }

    /// Turns of the supervisor until nothing wants to be heard.
    mutating func settle() {
        var turns = 0
        while fault == nil, turn() {
            turns += 1
            check(turns < 100, "the supervisor spins")
        }
        checkSettled()
    }

    /// - Returns: whether there was anything to do.
    private mutating func turn() -> Bool {
        var busy = false
        while let index = workers.firstIndex(where: { $0.doing == .dead }) {
            busy = true
            let worker = workers.remove(at: index)
            step(.ended(worker.end(at: now), start: worker.spawned))
        }
        for index in workers.indices where workers[index].known == .starting && workers[index].doing != .starting {
            workers[index].known = .ready
            step(.ready)
        }
        let late = now - limits.startTimeout
        for index in workers.indices where workers[index].known == .starting && workers[index].spawned <= late {
            workers[index].known = .abandoned
            workers[index].doing = .dead
            busy = true
        }
        if demand || edge || policy.deadline.map({ $0 <= now }) ?? false {
            busy = true
            (demand, edge) = (false, false)
            step(.look)
        }
        return busy
    }

    var nextDeadline: Duration? {
        let start = workers.lazy.filter { $0.known == .starting }.map(\.spawned).min().map { $0 + limits.startTimeout }
        return [start, policy.deadline].compactMap(\.self).min()
    }

    var census: Census {
        let ready = workers.count { $0.known == .ready }
        let starting = workers.count { $0.known == .starting }
        let idle = min(idleBits, ready)
        return Census(
            starting: starting, idle: idle, serving: ready - idle, retiring: workers.count - starting - ready,
            lowWater: lowWater(idle),
            waiting: (workers.count < limits.max || idle == 0) && !policy.isDraining ? queue : 0)
    }

    private func lowWater(_ idle: Int) -> LowWater {
        guard let historyStart else { return LowWater(idle: 0) }
        return LowWater(idle: idle, within: limits.idleTimeout, at: now) { max(historyStart, rises[$0]) }
    }

    private mutating func step(_ event: PoolEvent) {
        var refused = false
        for action in policy.step(event, census, now: now) {
            if !perform(action) { refused = true }
        }
        checkDecision()
        if refused { step(.forkFailed) }
    }

    /// - Returns: false where the system would not fork.
    private mutating func perform(_ action: PoolAction) -> Bool {
        switch action {
        case .spawn(let count, _):
            check(count > 0 && workers.count + count <= limits.max, "spawns more than max")
            check(!policy.isDraining && !policy.throttle.holds(at: now), "spawns while it may not")
            for _ in 0..<count {
                if forksFail { return false }
                workers.append(SimulatedWorker(spawned: now))
            }
        case .retire(let count):
            let idle = workers.indices.filter { workers[$0].known == .ready && workers[$0].saysIdle }
            check(count > 0 && count <= idle.count, "retires more than are idle")
            for index in idle.suffix(count) { workers[index].known = .asked }
        case .watchQueue(let watch):
            check(watch != watchesQueue, "tells about the queue what is known")
            watchesQueue = watch
            edge = watch && queue > 0
        case .tellBelow(let idle):
            check(idle != tellsBelow, "tells about the threshold what is known")
            tellsBelow = idle
        case .recycle: check(false, "nobody is worn")
        case .reportSaturation(let report): check(report.lasted > .zero && report.peak > 0, "nobody waited")
        case .keepHistory(let keep): historyStart = keep ? now : nil
        case .throttle(let delay, _, let failures):
            check(delay > .zero && delay <= .seconds(66) && failures > 0, "holds starts for too long")
        }
        return true
    }

    // MARK: Rules

    private mutating func check(_ holds: Bool, _ rule: StaticString) {
        if !holds && fault == nil { fault = "\(rule), at \(now): \(census), queue \(queue), \(policy.throttle)" }
    }

    private var canGrow: Bool {
        !policy.isDraining && !policy.throttle.holds(at: now) && workers.count < limits.max
    }

    /// Right after a decision; a worker that becomes idle later says nothing, so the watch may outlive its reason.
    private mutating func checkDecision() {
        let census = census
        check(!watchesQueue || (canGrow && census.idle == 0), "the queue is watched for nothing")
    }

    private mutating func checkSettled() {
        let census = census
        let held = policy.throttle.holds(at: now)
        let probing = policy.throttle.isInDoubt && census.starting > 0
        let canGrow = canGrow
        check(workers.count <= limits.max, "more than max")
        check(
            census.starting >= 0 && census.idle >= 0 && census.serving >= 0 && census.retiring >= 0, "a negative count")
        // An idle worker that was asked leaves at once, and its burial is the next event.
        let someoneComes =
            census.idle > 0 || census.starting > 0 || workers.contains { $0.known == .asked && $0.doing == .idle }
        check(watchesQueue || !canGrow || someoneComes, "nobody sees the queue")
        check(queue == 0 || !canGrow || someoneComes, "a client waits for ever")
        check(census.staying >= limits.min || !canGrow || probing, "fewer than min")
        check(nextDeadline.map { $0 > now } ?? true, "a deadline in the past")
        guard held && !policy.isDraining else { return }
        let due = policy.deadline
        check(due.map { due in policy.throttle.deadline.map { due <= $0 } ?? false } ?? false, "nothing ends the hold")
    }
}
