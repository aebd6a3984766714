import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage
import Testing

/// A kernel that does what the test says, counts time by hand and writes down what is asked of it.
final class ScriptedKernel {
    /// What the supervisor did to its workers and listeners, in order.
    enum Deed: Hashable {
        case spawn(WorkerID)
        case refusedSpawn(WorkerID)
        case retire(WorkerID)
        case kill(WorkerID)
        case reap(WorkerID)
        case watchQueue(Int, Bool)
        case refuse(Int)
        case close(Int)
    }

    private(set) var now = Duration.seconds(100)
    private(set) var deeds: [Deed] = []
    private(set) var forkAttempts = 0
    /// Waits that ended with an event or at a deadline.
    private(set) var wakeUps = 0
    /// Whether the last wait would have gone on beyond the horizon.
    private(set) var isAsleep = false
    /// What becomes of the next forks, first to last; nil: they succeed.
    var forkErrors: [Errno?] = []
    /// The error of every fork from now on.
    var forksFail: Errno?
    /// What waits in the queues. Each arrival is an edge, which is reported where the queue is watched.
    var depths: [QueueDepth] = [] {
        didSet {
            for pool in oldValue.indices where depths[pool] != oldValue[pool] { reportQueue(pool) }
        }
    }
    /// What the daemon is given, and how often the supervisor asked for it.
    var resources: [Resource] = []
    private(set) var resourceReadings = 0
    var timeOfFork = Duration.zero
    /// Time does not go beyond this; a wait that would returns without an event.
    var horizon = Duration.seconds(100)

    /// By the index of the pool; of those that are closed too, until the index is taken again.
    private(set) var scoreboards: [Scoreboard] = []
    /// What the next pools fail to open with, first to last; nil: they open.
    var openErrors: [Errno?] = []
    private(set) var open: Set<Int> = []
    /// Pools with the same number here share their listeners; the others have their own.
    var listeners: [Int: Int] = [:]
    /// The number under which a service's pools have theirs; nil: none has one by its name.
    var listenerOfService: ((String) -> Int)?
    /// Each pool's service.
    private(set) var services: [Int: String] = [:]
    private var living: Set<WorkerID> = []
    private var exits: [WorkerID: WaitStatus] = [:]
    private var watched: [Bool] = []
    private var refused: Set<Int> = []
    private var events: [SystemEvent] = []
    private var nextPid: Int32 = 1_000

    /// What an earlier program has left, by the service; those that are not here are found empty.
    var left: [String: Scoreboard] = [:]

    func open(
        _ pool: Int, _ work: PoolSettings, _ ledger: Ledger?, finding found: Scoreboard? = nil
    ) throws(Errno) -> Scoreboard {
        if let error = openErrors.isEmpty ? nil : openErrors.removeFirst() { throw error }
        require(open.insert(pool).inserted, "an index is taken once")
        let scoreboard =
            if let found { found } else {
                try Scoreboard(name: work.name, capacity: work.limits.max, ledger: ledger)
            }
        if pool == scoreboards.count {
            scoreboards.append(scoreboard)
            depths.append(.none)
            watched.append(false)
        } else {
            (scoreboards[pool], depths[pool], watched[pool]) = (scoreboard, .none, false)
        }
        refused.remove(pool)
        services[pool] = work.name
        if let listenerOfService { listeners[pool] = listenerOfService(work.name) }
        return scoreboard
    }

    func close(_ pool: Int) {
        require(!living.contains { $0.pool == pool }, "nobody is left in a pool that is closed")
        require(open.remove(pool) != nil, "what is closed was open")
        deeds.append(.close(pool))
    }

    // MARK: What the test does

    var workers: Set<WorkerID> { living }
    /// Living workers that were asked to leave.
    private(set) var asked: Set<WorkerID> = []
    private(set) var killed: Set<WorkerID> = []
    /// Those of whom it is certain that they have no connection.
    var emptyHanded: Set<WorkerID> = []
    func hasEnded(_ worker: WorkerID) -> Bool { exits[worker] != nil }
    func isWatched(_ pool: Int) -> Bool { watched[pool] }

    /// The worker ends; its supervisor hears of it at the next wait.
    func end(_ worker: WorkerID, _ status: WaitStatus) {
        require(living.contains(worker) && exits[worker] == nil, "\(worker) lives")
        exits[worker] = status
        events.append(.ended(worker))
    }

    func deliver(_ event: SystemEvent) { events.append(event) }

    func shuffleEvents(_ random: inout some RandomNumberGenerator) { events.shuffle(using: &random) }

    func takeDeeds() -> [Deed] {
        defer { deeds = [] }
        return deeds
    }

    // MARK: Programs

    /// Programs that were examined, and those that the process became, with what they were given.
    private(set) var examined: [String] = []
    private(set) var became: [(path: String, handover: Handover)] = []
    var examinationError: Errno?
    /// The next programs can't be had.
    var becomeError = Errno.noSuchFileOrDirectory

    func examine(_ program: ProgramImage, _ handover: Handover) throws(Errno) {
        if let examinationError { throw examinationError }
        examined.append(program.path)
    }

    /// It always comes back, for a test goes on; what would have been is in `became`.
    func become(_ program: ProgramImage, _ handover: Handover) -> Errno {
        became.append((program.path, handover))
        return becomeError
    }

    func handover(of pool: Int, _ workers: [Tenant]) -> PoolHandover? {
        PoolHandover(
            service: services[pool, default: ""], capacity: scoreboards[pool].capacity, isCurrent: false,
            wasReady: false,
            totals: scoreboards[pool].totals, memory: 0, alarm: 0, ledger: 0, sets: [], listeners: [],
            workers: workers.map {
                WorkerHandover(
                    slot: $0.id.slot, generation: $0.id.generation, pid: $0.pid, phase: $0.handedPhase,
                    spawned: $0.spawned, descriptor: 0)
            })
    }

    func adopt(_ pool: Int, _ handed: PoolHandover, _ work: PoolSettings?) throws(Errno) -> (PoolSettings, Scoreboard) {
        let limits = PoolLimits(min: 0, max: handed.capacity, spare: 0)
        let settings = work ?? PoolSettings(name: handed.service, limits: limits)
        let found = left[handed.service]
        let scoreboard = try open(pool, PoolSettings(name: handed.service, limits: limits), nil, finding: found)
        for worker in handed.workers {
            let id = WorkerID(pool: pool, slot: worker.slot, generation: worker.generation)
            if found == nil { scoreboard.slot(id.slot).pointee.prepare(generation: id.generation) }
            living.insert(id)
        }
        return (settings, scoreboard)
    }

    // MARK: What the supervisor asks

    func spawn(_ worker: WorkerID) throws(Errno) -> Int32 {
        forkAttempts += 1
        now += timeOfFork
        require(!living.contains { $0.pool == worker.pool && $0.slot == worker.slot }, "the slot is free")
        require(scoreboards[worker.pool].slot(worker.slot).pointee.currentState == .starting, "the slot is prepared")
        let scripted = forkErrors.isEmpty ? nil : forkErrors.removeFirst()
        if let error = forksFail ?? scripted {
            deeds.append(.refusedSpawn(worker))
            throw error
        }
        deeds.append(.spawn(worker))
        living.insert(worker)
        nextPid += 1
        return nextPid
    }

    func retire(_ worker: WorkerID) {
        require(living.contains(worker), "only the living are asked: \(worker)")
        asked.insert(worker)
        deeds.append(.retire(worker))
    }

    func kill(_ worker: WorkerID) {
        require(living.contains(worker), "only the living are killed: \(worker)")
        killed.insert(worker)
        deeds.append(.kill(worker))
    }

    func reap(_ worker: WorkerID) -> WorkerDeath? {
        guard let status = exits.removeValue(forKey: worker) else { return nil }
        living.remove(worker)
        asked.remove(worker)
        deeds.append(.reap(worker))
        var death = WorkerDeath(status)
        death.isOurs = killed.remove(worker) != nil
        return death
    }

    func watchQueue(of pool: Int, _ watch: Bool) {
        watched[pool] = watch
        deeds.append(.watchQueue(pool, watch))
        reportQueue(pool)
    }

    private func reportQueue(_ pool: Int) {
        if watched[pool], queueDepth(of: pool) != .none { deliver(.queued(pool: pool)) }
    }

    func queueDepth(of pool: Int) -> QueueDepth {
        refused.contains(pool) ? .none : depths[pool]
    }

    func readResources() -> [Resource] {
        resourceReadings += 1
        return resources
    }

    func sharesListener(_ pool: Int, with others: [Int]) -> Bool {
        others.contains { listeners[$0, default: $0] == listeners[pool, default: pool] }
    }

    func refuse(_ pool: Int, keeping others: [Int]) {
        guard !sharesListener(pool, with: others), refused.insert(pool).inserted else { return }
        deeds.append(.refuse(pool))
    }

    func wait(until deadline: Duration?, into events: inout [SystemEvent]) {
        for (pool, scoreboard) in scoreboards.enumerated() where open.contains(pool) {
            if Socket.waitReadable(scoreboard.alarmDescriptor, until: .zero) { deliver(.demand(pool: pool)) }
        }
        let due = deadline.map { $0 <= horizon } ?? false
        isAsleep = self.events.isEmpty && !due
        if !isAsleep { wakeUps += 1 }
        if self.events.isEmpty { now = max(now, due ? deadline ?? now : horizon) }
        events += self.events
        self.events = []
    }

    private func require(_ holds: Bool, _ rule: @autoclosure () -> String) {
        if !holds { Issue.record("unexpected call: \(rule())") }
    }
}
