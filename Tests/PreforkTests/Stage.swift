import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage
import Testing

/// The real supervisor with real scoreboards over a scripted kernel; the test plays the workers.
final class Stage {
    let kernel: ScriptedKernel
    let observer = RecordingObserver()
    /// What a reload finds: the next configuration, or why there is none.
    private let next = NextConfiguration()
    private(set) var isFinished = false
    private var supervisor: Supervisor<ScriptedSystem, RecordingObserver>

    /// Not yet started.
    convenience init(_ limits: PoolLimits..., drainTimeout: Duration = .seconds(30)) throws {
        try self.init(
            limits.enumerated().map { PoolSettings(name: "service\($0)", limits: $1) }, drainTimeout: drainTimeout)
    }

    /// - Parameter reconfigure: where a reload's configuration comes from; nil: from `reload`.
    init(
        _ pools: [PoolSettings], drainTimeout: Duration = .seconds(30), reconfigure: Reconfigure<PoolSettings>? = nil,
        isKept: Bool = true
    ) throws {
        kernel = ScriptedKernel()
        let next = next
        supervisor = Supervisor(
            drainTimeout: drainTimeout, seed: 1, system: ScriptedSystem(kernel: kernel), observer: observer,
            reconfigure: reconfigure
                ?? Reconfigure(prepare: { next.prepare() }, settle: { next.settled.append($0) }),
            programs: Self.programs(isKept: isKept))
        try supervisor.open(pools)
    }

    /// With what an earlier program has left: this one is the next, or the one before that, which goes on.
    init(
        inheriting handover: Handover, _ limits: [PoolLimits], isReturn: Bool,
        kernel: ScriptedKernel = ScriptedKernel(), hasWayBack: Bool = true
    ) throws {
        self.kernel = kernel
        let next = next
        supervisor = Supervisor(
            drainTimeout: .seconds(30), seed: 1, system: ScriptedSystem(kernel: kernel), observer: observer,
            reconfigure: Reconfigure(prepare: { next.prepare() }, settle: { next.settled.append($0) }),
            programs: Self.programs(hasWayBack: hasWayBack))
        let services = limits.enumerated().map { PoolSettings(name: "service\($0)", limits: $1) }
        if isReturn {
            try supervisor.resume(handover, services.map { (name: $0.name, work: $0) })
        } else {
            let plan = services.map { Reconfiguration<PoolSettings>.Service(name: $0.name, change: .work($0)) }
            try supervisor.takeOver(handover, Reconfiguration(drainTimeout: .seconds(30), services: plan))
        }
    }

    private static func programs(isKept: Bool = true, hasWayBack: Bool = true) -> Programs {
        Programs(
            next: ProgramImage(path: "/new", arguments: []),
            examiner: ProgramImage(path: "/new", arguments: ["--check"]),
            back: hasWayBack ? ProgramImage(path: "/old", arguments: []) : nil, isKept: isKept, records: { _ in [] })
    }

    var scoreboards: [Scoreboard] { kernel.scoreboards }

    /// Started, all workers ready, and nothing of it left in the records.
    static func ready(_ limits: PoolLimits) throws -> Stage {
        let stage = try Stage(limits)
        stage.start()
        stage.everybodyReady()
        // Beyond the time in which a death would count as a failed start.
        stage.pass(StartThrottle.probation)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        return stage
    }

    deinit {
        let rest = takeDeeds()
        if !rest.isEmpty { Issue.record("unexpected calls: \(rest)") }
    }

    // MARK: The supervisor

    func start() { supervisor.start() }

    /// Turns until nothing happens any more at this instant.
    func settle() { pass(.zero) }

    /// Lets time pass, with a turn at each event and deadline on the way.
    /// - Returns: how often the supervisor woke up.
    @discardableResult
    func pass(_ time: Duration) -> Int {
        kernel.horizon = kernel.now + time
        let before = kernel.wakeUps
        repeat {
            isFinished = !supervisor.turn()
            if kernel.wakeUps - before > 1_000 + 10 * time.components.seconds {
                Issue.record("the supervisor spins")
                break
            }
        } while !isFinished && !kernel.isAsleep
        return kernel.wakeUps - before
    }

    /// What was done to workers and listeners since the last time. Burials follow each end, and the watches of the
    /// queue each decision, so both are left out.
    func takeDeeds() -> [ScriptedKernel.Deed] {
        kernel.takeDeeds().filter { deed in
            switch deed {
            case .reap, .watchQueue: false
            case .spawn, .refusedSpawn, .retire, .kill, .refuse, .close: true
            }
        }
    }

    var census: Census { observer.pools[0].census }

    func worker(_ slot: Int, generation: UInt32 = 1, of service: Int = 0) -> WorkerID {
        WorkerID(pool: service, slot: slot, generation: generation)
    }

    // MARK: Reloads

    /// HUP, and the configuration that it finds.
    func reload(_ services: [Reconfiguration<PoolSettings>.Service]) {
        next.answer = .success(Reconfiguration(drainTimeout: .seconds(30), services: services))
        kernel.deliver(.signal(.hangup))
        settle()
    }

    func reload(failing failure: ReloadFailure) {
        next.answer = .failure(failure)
        kernel.deliver(.signal(.hangup))
        settle()
    }

    /// What came of the reloads so far: whether the new configuration holds.
    var settled: [Bool] { next.settled }
    var configurationsRead: Int { next.reads }

    // MARK: The workers

    /// As Worker.becomeReady.
    func becomeReady(_ worker: WorkerID) {
        rest(worker)
        scoreboards[worker.pool].words.announce(worker.slot)
    }

    /// Whether a worker that has become ready would wait for a client now.
    func isLetIn(_ worker: WorkerID) -> Bool {
        var isClosed = false
        scoreboards[worker.pool].words.awaitOpening(worker.slot) {
            isClosed = true
            return true
        }
        return !isClosed
    }

    /// As LinuxSupervisorSystem.hearReadiness.
    func becomeProgram(_ worker: WorkerID) {
        slot(worker).pointee.becomeProgram(at: clock)
        scoreboards[worker.pool].words.announce(worker.slot)
    }

    func everybodyReady() {
        for worker in kernel.workers.sorted(by: { ($0.pool, $0.slot) < ($1.pool, $1.slot) })
        where state(worker) == .starting && !kernel.hasEnded(worker) {
            becomeReady(worker)
        }
        settle()
    }

    /// As Worker.serve up to the handler.
    func take(_ worker: WorkerID) {
        let number = scoreboards[worker.pool].ledger.durations.beginConnection(at: clock)
        let peer = SocketAddress(ip: "192.0.2.7", port: 4_711) ?? SocketAddress()
        slot(worker).pointee.begin(connection: number, from: PackedPeer(peer), at: clock)
        scoreboards[worker.pool].words.setBusy(worker.slot)
    }

    /// As Worker.lookAtWear.
    func wearOut(_ worker: WorkerID, _ wear: Wear) {
        slot(worker).pointee.wearOut(wear)
        scoreboards[worker.pool].words.announce(worker.slot)
    }

    func finish(_ worker: WorkerID) {
        slot(worker).pointee.end(received: 10, sent: 20, failed: false)
        rest(worker)
    }

    /// As a worker that was asked to leave.
    func leave(_ worker: WorkerID) {
        scoreboards[worker.pool].idle.clear(worker.slot)
        kernel.end(worker, .exited(0))
    }

    private func rest(_ worker: WorkerID) {
        slot(worker).pointee.becomeIdle(at: clock)
        scoreboards[worker.pool].words.setIdle(worker.slot, at: clock)
    }

    /// The kernel's clock as workers read it.
    private var clock: UInt64 { UInt64(clamping: kernel.now.wholeNanoseconds) }

    func state(_ worker: WorkerID) -> ScoreboardSlot.State { slot(worker).pointee.currentState }

    private func slot(_ worker: WorkerID) -> UnsafePointer<ScoreboardSlot> {
        scoreboards[worker.pool].slot(worker.slot)
    }
}

/// What a reload finds, and what came of it.
private final class NextConfiguration {
    var answer = Result<Reconfiguration<PoolSettings>, ReloadFailure>.failure(.stopping)
    var settled: [Bool] = []
    var reads = 0

    func prepare() -> Result<Reconfiguration<PoolSettings>, ReloadFailure> {
        reads += 1
        return answer
    }
}
