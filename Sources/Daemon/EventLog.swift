internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import PoolPolicy
internal import Prefork
internal import SystemPackage

/// The supervisor's events as log records: level, words and fields of each.
struct EventLog {
    let log: DaemonLog
    private let services = LoggedServices()
    private let reloads: ReloadLog
    private let upgrades: UpgradeLog
    private var workers: WorkerLog
    private var decisions: DecisionLog

    init(log: DaemonLog) {
        self.log = log
        reloads = ReloadLog(log: log)
        upgrades = UpgradeLog(log: log)
        decisions = DecisionLog(log: log, services: services)
        workers = WorkerLog(log: log, services: services)
    }

    mutating func write(_ event: SupervisorEvent, now: Duration) {
        switch event {
        case .poolOpened(let pool, let service, let kind):
            services.opened(pool, service, kind)
            workers.opened(pool)
        case .workerSpawned(let worker, let pid):
            log.write(.workerSpawned, .debug, "\(name(worker)): worker \(pid) spawned", fields(worker, pid))
        case .workerReady(let worker, let pid, let took):
            log.write(
                .workerReady, .debug, "\(name(worker)): worker \(pid) is ready after \(LogDuration(took))",
                fields(worker, pid).with(.durationMicroseconds, took.wholeMicroseconds))
        case .workerEnded(let worker, let pid, let death, let end, let inHand):
            workers.writeEnd(worker, pid, death, end, inHand, now)
        case .workerOutput(let worker, let pid, let report): workers.writeOutput(worker, pid, report)
        case .startTimedOut(let worker, let pid, let time):
            log.write(
                .workerStartTimedOut, .error,
                "\(name(worker)): worker \(pid) was not ready after \(LogDuration(time)) (start-timeout) and is killed",
                fields(worker, pid))
        case .leavingTimedOut(let worker, let pid, let time):
            log.write(
                .workerLeavingTimedOut, .warning,
                "\(name(worker)): worker \(pid) did not end within \(LogDuration(time)) (drain-timeout) and is killed",
                fields(worker, pid))
        case .leavingInDoubt(let worker, let pid, let time):
            log.write(
                .workerLeavingTimedOut, .warning,
                "\(name(worker)): worker \(pid) did not end within \(LogDuration(time)) (drain-timeout), and is left alone: "
                    + "it may have a connection in hand",
                fields(worker, pid))
        case .decided(let decision): decisions.write(decision, now: now)
        case .serviceReady(let pool, let workers):
            log.write(
                .serviceReady, .info, "\(services[pool].name): ready with \(Counted(workers, "worker"))",
                Fields().with(.service, services[pool].name))
        case .ready(let services): log.write(.ready, .notice, "ready: \(services.joined(separator: ", "))")
        case .reloading: reloads.writeBegin()
        case .reloaded(let report): reloads.write(report)
        case .reloadFailed(let failure): reloads.write(failure)
        case .upgrading(let path): upgrades.writeBegin(path)
        case .upgraded(let version, let took): upgrades.write(from: version, took)
        case .upgradeFailed(let failure): upgrades.write(failure)
        case .resumed(let version): upgrades.writeResumed(after: version)
        case .reportRequested(let totals): writeReport(totals)
        // Whoever gave it hears of it.
        case .orderEnded: break
        case .signalIgnored(let signal):
            log.write(
                .signalIgnored, .notice,
                "SIG\(signal.name) is ignored: it has no meaning here, or not now")
        case .stopping(let workers, let timeout):
            log.write(
                .stopping, .notice,
                "stopping: \(Counted(workers, "worker", ("has", "have"))) \(LogDuration(timeout)) to finish")
        case .drainTimedOut(let pool, let workers):
            log.write(
                .killedAtStop, .warning,
                "\(services[pool].name): timeouts.drain is over: \(Counted(workers, "worker", ("is", "are"))) killed",
                Fields().with(.service, services[pool].name))
        case .killedAtStop(let workers, let onRequest):
            log.write(
                .killedAtStop, .warning,
                "\(onRequest ? "asked again" : "drain-timeout is over"): \(Counted(workers, "worker", ("is", "are"))) killed"
            )
        case .stopped(let totals):
            var sum = totals.reduce(into: Totals()) { $0 += $1.totals }
            sum.unrecorded &+= log.lossCount
            let onlyAcceptors = totals.allSatisfy(\.isAcceptor)
            log.write(.stopped, .notice, "stopped after \(Self.describe(sum, isAcceptor: onlyAcceptors))")
        }
    }

    // MARK: Records that need more than a line

    private func writeReport(_ totals: [ServiceTotals]) {
        for one in totals {
            log.write(
                .counters, .notice, "\(one.service): \(Self.describe(one.totals, isAcceptor: one.isAcceptor))",
                Fields().with(.service, one.service))
        }
        if log.lossCount > 0 {
            log.write(.counters, .notice, "the supervisor itself lost \(Counted(log.lossCount, "log record"))")
        }
        decisions.writeLast()
    }

    private static func describe(_ totals: Totals, isAcceptor: Bool) -> String {
        let lost = totals.unrecorded > 0 ? ", \(Counted(totals.unrecorded, "log record")) lost" : ""
        let workers = "\(Counted(totals.started, "worker")) started, \(totals.died) died\(lost)"
        if isAcceptor { return workers }
        return """
            \(Counted(totals.accepted, "connection")) (\(totals.served) served, \(totals.failed) failed, \(totals.crashed) crashed), \
            \(Counted(totals.received, "byte")) in, \(totals.sent) out; \(workers)
            """
    }

    private func name(_ worker: WorkerID) -> String { services[worker.pool].name }

    private func fields(_ worker: WorkerID, _ pid: Int32) -> Fields { workers.fields(worker, pid) }
}
