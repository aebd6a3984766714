internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import PoolPolicy
internal import Prefork

/// What becomes of workers, as log records: what they wrote to their stderr, and how they ended.
struct WorkerLog {
    let log: DaemonLog
    let services: LoggedServices
    /// For each service: whoever makes its workers crash must not fill the disk with it.
    private var deaths: [Int: RepeatLimit] = [:]

    init(log: DaemonLog, services: LoggedServices) {
        self.log = log
        self.services = services
    }

    package static let deathLimit = RepeatLimit(burst: 60, interval: .seconds(1))

    /// The index may have been that of another service, whose deaths are not this one's.
    mutating func opened(_ pool: Int) { deaths[pool] = nil }

    func writeOutput(_ worker: WorkerID, _ pid: Int32, _ report: OutputReport) {
        for line in report.lines { write(line, .notice, worker, pid) }
        guard report.leftOut > 0 else { return }
        log.write(
            .workerOutput, .notice,
            "\(name(worker)): worker \(pid): \(Counted(report.leftOut, "more line", ("is", "are"))) left out",
            fields(worker, pid))
    }

    private func write(_ line: String, _ level: LogLevel, _ worker: WorkerID, _ pid: Int32) {
        log.write(.workerOutput, level, "\(name(worker)): worker \(pid): \(line)", fields(worker, pid))
    }

    mutating func writeEnd(
        _ worker: WorkerID, _ pid: Int32, _ death: WorkerDeath, _ end: WorkerEnd, _ inHand: InHand?, _ now: Duration
    ) {
        let isDeath = end == .asked ? !isCalm(death, of: worker) : !death.status.isSuccess
        var left = ""
        if isDeath {
            guard let suppressed = deaths[worker.pool, default: Self.deathLimit].admit(at: now) else { return }
            if suppressed > 0 { left = "; \(Counted(suppressed, "more death", ("was", "were"))) not written" }
        }
        if let report = death.output { writeOutput(worker, pid, report) }
        var fields = fields(worker, pid).with(death.status)
        if !death.lastWords.isEmpty {
            if log.isJournal {
                fields = fields.with(.standardError, death.lastWords)
            } else {
                // Readable lines, where a field of several lines would be one of escapes, and cut. One alone is in the record.
                let lines = death.lastWords.split(separator: "\n").map(OutputText.text)
                if lines != [death.firstWords] { for line in lines { write(line, .error, worker, pid) } }
            }
        }
        let start = "\(name(worker)): worker \(pid) \(death.status)\(death.isOurs ? ", sent by the supervisor," : "")"
        let cause = Self.cause(death) + left
        switch end {
        case .asked where isCalm(death, of: worker):
            log.write(.workerRetired, .debug, "\(start) after it was asked to retire", fields)
        // It has said why.
        case .unfit: log.write(.workerRetired, .debug, "\(start) because it can serve nobody", fields)
        case .unused: log.write(.workerDied, .error, "\(start) soon after it was ready\(cause)", fields)
        case .beforeReady where death.isRefusedStart:
            log.write(
                .workerStartFailed, .error, "\(name(worker)): worker \(pid) \(death.startFailure)\(left)", fields)
        case .beforeReady, .killedBeforeReady:
            log.write(.workerStartFailed, .error, "\(start) before it was ready\(cause)", fields)
        case .asked: writeDeath(worker, start, "after it was asked to retire\(cause)", inHand, fields, now)
        case .unasked where inHand == nil && death.status.isSuccess:
            log.write(.workerRetired, .notice, "\(start) though it was not asked, and is replaced", fields)
        case .unasked: writeDeath(worker, start, "and is replaced\(cause)", inHand, fields, now)
        }
    }

    /// Whether a worker that was asked to leave did just that. A program is asked by TERM, and may let it end it.
    private func isCalm(_ death: WorkerDeath, of worker: WorkerID) -> Bool {
        if services[worker.pool].isAcceptor, death.status == .killed(.terminate, coreDumped: false) { return true }
        return death.status.isSuccess || death.status == .unknown || death.isOurs
    }

    private func writeDeath(
        _ worker: WorkerID, _ start: String, _ rest: String, _ inHand: InHand?, _ known: Fields, _ now: Duration
    ) {
        guard let inHand else {
            let idle = services[worker.pool].isAcceptor ? "" : "while idle, "
            log.write(.workerDied, .error, "\(start) \(idle)\(rest)", known)
            return
        }
        let time = max(.zero, now - .nanoseconds(Int64(bitPattern: inHand.since)))
        var fields = known.with(.connection, inHand.connection)
            .with(.durationMicroseconds, time.wholeMicroseconds)
        if let peer = inHand.peer.address { fields = fields.with(peer) }
        let peer = inHand.peer.address.map { " from \($0)" } ?? ""
        let served = "while it served connection \(inHand.connection)\(peer), \(LogDuration(time)) in"
        log.write(.workerDied, .error, "\(start) \(served), \(rest)", fields)
    }

    /// What is known beyond the status; nothing is guessed.
    private static func cause(_ death: WorkerDeath) -> String {
        var text = death.isOutOfMemory ? "; the kernel's OOM killer took a process of this unit" : ""
        if let words = death.firstWords { text += "; it wrote: \(words)" }
        return text
    }

    private func name(_ worker: WorkerID) -> String { services[worker.pool].name }

    func fields(_ worker: WorkerID, _ pid: Int32) -> Fields {
        Fields().with(service: name(worker), worker, pid: pid)
    }
}
