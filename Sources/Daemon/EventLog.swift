internal import DaemonConfiguration
internal import LinuxSystem
internal import PoolPolicy
internal import Prefork
internal import SystemPackage

/// The supervisor's events as log records: level, words and fields of each.
struct EventLog {
    let log: DaemonLog
    let services: [String]
    private var decisions: DecisionLog

    init(log: DaemonLog, services: [String]) {
        self.log = log
        self.services = services
        decisions = DecisionLog(log: log, services: services)
    }

    mutating func write(_ event: SupervisorEvent, now: Duration) {
        switch event {
        case .workerSpawned(let worker, let pid):
            log.write(.workerSpawned, .debug, "\(name(worker)): worker \(pid) spawned", fields(worker, pid))
        case .workerReady(let worker, let pid, let took):
            log.write(
                .workerReady, .debug, "\(name(worker)): worker \(pid) is ready after \(ReadableTime(took))",
                fields(worker, pid).with(.durationMicroseconds, took.wholeMicroseconds))
        case .workerEnded(let worker, let pid, let status, let end, let inHand):
            writeEnd(worker, pid, status, end, inHand, now)
        case .startTimedOut(let worker, let pid, let time):
            log.write(
                .workerStartTimedOut, .error,
                "\(name(worker)): worker \(pid) was not ready after \(ReadableTime(time)) (start-timeout) and is killed",
                fields(worker, pid))
        case .decided(let decision): decisions.write(decision, now: now)
        case .serviceReady(let service, let workers):
            log.write(
                .serviceReady, .info, "\(services[service]): ready with \(workers) workers",
                Fields().with(.service, services[service]))
        case .ready: log.write(.ready, .notice, "ready: \(services.joined(separator: ", "))")
        case .reportRequested(let totals): writeReport(totals)
        case .signalIgnored(let signal):
            log.write(
                .signalIgnored, .notice,
                "SIG\(signal.name) is ignored: the configuration is read at the start only, and a restart applies it")
        case .stopping(let workers, let timeout):
            log.write(.stopping, .notice, "stopping: \(workers) workers have \(ReadableTime(timeout)) to finish")
        case .stoppedHard(let workers, let onRequest):
            log.write(
                .stoppedHard, .warning,
                "\(onRequest ? "asked again" : "drain-timeout is over"): \(workers) workers are killed")
        case .stopped(let totals):
            var sum = totals.reduce(into: Totals(), +=)
            sum.unrecorded &+= log.lossCount
            log.write(.stopped, .notice, "stopped after \(Self.describe(sum))")
        }
    }

    // MARK: Records that need more than a line

    private func writeEnd(
        _ worker: WorkerID, _ pid: Int32, _ status: WaitStatus, _ end: WorkerEnd, _ inHand: InHand?, _ now: Duration
    ) {
        var fields = fields(worker, pid)
        switch status {
        case .exited(let code): fields = fields.with(.exitStatus, code)
        case .killed(let signal, _): fields = fields.with(.exitSignal, signal.name)
        case .unknown: break
        }
        let start = "\(name(worker)): worker \(pid) \(status)"
        switch end {
        case .asked: log.write(.workerRetired, .debug, "\(start) after it was asked to retire", fields)
        case .unused: log.write(.workerDied, .error, "\(start) soon after it was ready", fields)
        case .beforeReady: log.write(.workerStartFailed, .error, "\(start) before it was ready", fields)
        case .unasked:
            writeDeath(start, status, inHand, fields, now)
        }
    }

    private func writeDeath(_ start: String, _ status: WaitStatus, _ inHand: InHand?, _ known: Fields, _ now: Duration)
    {
        guard let inHand else {
            if status.isSuccess {
                log.write(.workerRetired, .notice, "\(start) though it was not asked, and is replaced", known)
            } else {
                log.write(.workerDied, .error, "\(start) while idle, and is replaced", known)
            }
            return
        }
        let time = max(.zero, now - .nanoseconds(Int64(bitPattern: inHand.since)))
        var fields = known.with(.connection, inHand.connection)
            .with(.durationMicroseconds, time.wholeMicroseconds)
        if let peer = inHand.peer.address { fields = fields.with(peer) }
        let peer = inHand.peer.address.map { " from \($0)" } ?? ""
        log.write(
            .workerDied, .error,
            """
            \(start) while it served connection \(inHand.connection)\(peer), \(ReadableTime(time)) in, \
            and is replaced
            """, fields)
    }

    private func writeReport(_ totals: [Totals]) {
        for (service, totals) in zip(services, totals) {
            log.write(.status, .notice, "\(service): \(Self.describe(totals))", Fields().with(.service, service))
        }
        if log.lossCount > 0 { log.write(.status, .notice, "the supervisor itself lost \(log.lossCount) log records") }
        decisions.writeLast()
    }

    private static func describe(_ totals: Totals) -> String {
        let lost = totals.unrecorded > 0 ? ", \(totals.unrecorded) log records lost" : ""
        return """
            \(totals.accepted) connections (\(totals.served) served, \(totals.failed) failed, \(totals.crashed) crashed), \
            \(totals.received) bytes in, \(totals.sent) out\(lost)
            """
    }

    private func name(_ worker: WorkerID) -> String { services[worker.service] }

    private func fields(_ worker: WorkerID, _ pid: Int32) -> Fields {
        Fields().with(service: services[worker.service], worker, pid: pid)
    }
}
