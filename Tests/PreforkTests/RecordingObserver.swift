import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage

/// Writes down what the supervisor tells, in a form that can be compared.
final class RecordingObserver: SupervisorObserver {
    /// A supervisor's event without times and pids.
    enum Report: Hashable {
        case spawned(WorkerID)
        case ready(WorkerID)
        case ended(WorkerID, WaitStatus, WorkerEnd, connection: UInt64?)
        case output(WorkerID, OutputReport)
        case startTimedOut(WorkerID)
        case leavingTimedOut(WorkerID)
        case leavingInDoubt(WorkerID)
        case grew(Int, by: Int, SpawnReason)
        case shrank(Int, by: Int)
        case recycled(WorkerID, Wear)
        case forkFailed(Int, Errno)
        case throttled(Int, failures: Int)
        case saturated(Int, Saturation.Report)
        case scaled(Int, min: Int)
        case bounded(Int, Int)
        case serviceReady(Int, workers: Int)
        case allReady
        case reloading
        case reloaded(changed: [String], added: [String], removed: [String])
        case reloadFailed(ReloadFailure)
        case upgrading
        case upgraded(from: String)
        case upgradeFailed(ReloadFailure)
        case resumed(after: String)
        case totals([Totals])
        case orderEnded(SupervisorOrder, OrderFailure?)
        case signalIgnored(Signal)
        case stopping(workers: Int)
        case drainTimedOut(pool: Int, workers: Int)
        case killedAtStop(workers: Int, onRequest: Bool)
        case stopped([Totals])
    }

    private(set) var reports: [Report] = []
    private(set) var inHand: [InHand] = []
    private(set) var pools: [PoolSummary] = []
    private(set) var traffic: [Totals] = []
    private(set) var workers: [[WorkerSummary]] = []
    var deadline: Duration?

    func takeReports() -> [Report] {
        defer { reports = [] }
        return reports
    }

    /// What is asked for at the next attention.
    var orders: [SupervisorOrder] = []

    var descriptor: CInt? { nil }

    func attend(now: Duration) -> [SupervisorOrder] {
        defer { orders = [] }
        return orders
    }

    func turnEnded(now: Duration, isNews: Bool, pools: PoolOverview) {
        self.pools = pools.summaries
        traffic = self.pools.indices.map { pools.traffic(of: $0).totals }
        workers = self.pools.indices.map { pools.workers(of: $0) }
        if let due = deadline, due <= now { deadline = nil }
    }

    func observe(_ event: SupervisorEvent) {
        if case .workerEnded(_, _, _, _, inHand: let connection?) = event { inHand.append(connection) }
        if let report = Self.report(event) { reports.append(report) }
    }

    private static func report(_ event: SupervisorEvent) -> Report? {
        switch event {
        case .poolOpened: nil
        case .reloading: .reloading
        case .reloaded(let what): .reloaded(changed: what.changed, added: what.added, removed: what.removed)
        case .reloadFailed(let failure): .reloadFailed(failure)
        case .upgrading: .upgrading
        case .upgraded(let version, _): .upgraded(from: version)
        case .upgradeFailed(let failure): .upgradeFailed(failure)
        case .resumed(let version): .resumed(after: version)
        case .workerSpawned(let worker, _): .spawned(worker)
        case .workerReady(let worker, _, _): .ready(worker)
        case .workerOutput(let worker, _, let report): .output(worker, report)
        case .workerEnded(let worker, _, let death, let end, let inHand):
            .ended(worker, death.status, end, connection: inHand?.connection)
        case .startTimedOut(let worker, _, _): .startTimedOut(worker)
        case .leavingTimedOut(let worker, _, _): .leavingTimedOut(worker)
        case .leavingInDoubt(let worker, _, _): .leavingInDoubt(worker)
        case .decided(let decision): report(decision)
        case .serviceReady(let pool, let workers): .serviceReady(pool, workers: workers)
        case .ready: .allReady
        case .reportRequested(let totals): .totals(totals.map(\.totals))
        case .orderEnded(let order, let failure): .orderEnded(order, failure)
        case .signalIgnored(let signal): .signalIgnored(signal)
        case .stopping(let workers, _): .stopping(workers: workers)
        case .drainTimedOut(let pool, let workers): .drainTimedOut(pool: pool, workers: workers)
        case .killedAtStop(let workers, let onRequest): .killedAtStop(workers: workers, onRequest: onRequest)
        case .stopped(let totals): .stopped(totals.map(\.totals))
        }
    }

    private static func report(_ decision: Decision) -> Report {
        let pool = decision.pool
        return switch decision.kind {
        case .spawned(let count, let reason): .grew(pool, by: count, reason)
        case .retired(let count): .shrank(pool, by: count)
        case .recycled(let worker, _, let wear): .recycled(worker, wear)
        case .forkRefused(let error): .forkFailed(pool, error)
        case .throttled(_, _, let failures): .throttled(pool, failures: failures)
        case .saturated(let report, _): .saturated(pool, report)
        case .bounded(let ceiling): .bounded(pool, ceiling.workers)
        case .scaled(let limits): .scaled(pool, min: limits.min)
        }
    }
}
