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
        let served = inHand.map { (inHand: $0, time: max(.zero, now - .nanoseconds(Int64(bitPattern: $0.since)))) }
        let words = WorkerEndWords(pid, death, end, served: served, isAcceptor: services[worker.pool].isAcceptor)
        var left = ""
        if words.isDeath {
            guard let suppressed = deaths[worker.pool, default: Self.deathLimit].admit(at: now) else { return }
            if suppressed > 0 { left = "; \(Counted(suppressed, "more death", ("was", "were"))) not written" }
        }
        if let report = death.output { writeOutput(worker, pid, report) }
        var fields = fields(worker, pid).with(death.status)
        if let served { fields = fields.with(served.inHand, served.time) }
        if !log.isJournal {
            writeLastWords(death, worker, pid)
        } else if !death.lastWords.isEmpty {
            fields = fields.with(.standardError, death.lastWords)
        }
        let (kind, level) = words.rank
        log.write(kind, level, "\(name(worker)): \(words)\(left)", fields)
    }

    /// Readable lines, where a field of several lines would be one of escapes, and cut. One alone is in the record.
    private func writeLastWords(_ death: WorkerDeath, _ worker: WorkerID, _ pid: Int32) {
        let lines = death.lastWords.split(separator: "\n").map(OutputText.text)
        if lines != [death.firstWords] { for line in lines { write(line, .error, worker, pid) } }
    }

    private func name(_ worker: WorkerID) -> String { services[worker.pool].name }

    func fields(_ worker: WorkerID, _ pid: Int32) -> Fields {
        Fields().with(service: name(worker), worker, pid: pid)
    }
}

extension Fields {
    fileprivate func with(_ inHand: InHand, _ time: Duration) -> Fields {
        let fields = with(.connection, inHand.connection).with(.durationMicroseconds, time.wholeMicroseconds)
        return inHand.peer.address.map(fields.with) ?? fields
    }
}
