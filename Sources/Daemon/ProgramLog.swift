internal import Control
internal import DaemonConfiguration
internal import Handlers
internal import LinuxSystem
internal import Prefork

/// What the programs of a service write to the log by way of their workers, and which of them run by way of the scoreboard.
final class ProgramLog {
    private let log: DaemonLog
    private let service: String
    /// Of the worker that this process is.
    private var seat: WorkerSeat?

    init(log: DaemonLog, service: String) {
        self.log = log
        self.service = service
    }

    func become(_ seat: WorkerSeat) {
        self.seat = seat
    }

    var reports: ProgramReports {
        var reports = ProgramReports()
        reports.note = { [self] in seat.map { ProgramNote(at: ScoreboardSlot.programWord(of: $0.slot)) } }
        reports.output = { [self] in write($2, connection: $0, $1) }
        reports.leftovers = { [self] in writeLeftovers(connection: $0, $1, liveOn: $2) }
        // Not in the journal, a record is a line of at most a page, and some bytes are written as four.
        if !log.isJournal { reports.lineLimit = 900 }
        return reports
    }

    private func write(_ report: OutputReport, connection: UInt64, _ peer: SocketAddress) {
        if let seat { log.become(seat) }
        let fields = Fields().with(.connection, connection).with(peer)
        for line in report.lines {
            log.write(.programOutput, .notice, "\(service): connection \(connection): \(line)", fields)
        }
        guard report.leftOut > 0 else { return }
        log.write(
            .programOutput, .notice,
            "\(service): connection \(connection): \(Counted(report.leftOut, "more line", ("is", "are"))) left out",
            fields)
    }

    private func writeLeftovers(connection: UInt64, _ peer: SocketAddress, liveOn: Bool) {
        if let seat { log.become(seat) }
        let outcome = liveOn ? "some of which could not be ended" : "which were ended"
        log.write(
            .programLeftovers, liveOn ? .warning : .notice,
            "\(service): connection \(connection): the program left processes behind, \(outcome)",
            Fields().with(.connection, connection).with(peer))
    }
}
