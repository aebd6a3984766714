internal import LinuxSystem
internal import SystemPackage

/// The worker's life: report ready, then accept, serve and close, one connection at a time, until asked to retire.
struct Worker<Handler: ConnectionHandler>: ~Copyable {
    private let seat: WorkerSeat
    private var intake: Intake
    private var handler: Handler
    private let reports: WorkerReports

    init(_ seat: WorkerSeat, _ intake: consuming Intake, _ handler: Handler, _ reports: WorkerReports) {
        self.seat = seat
        self.intake = intake
        self.handler = handler
        self.reports = reports
    }

    /// Serves until retirement.
    mutating func run() throws(Errno) {
        becomeReady()
        while let connection = try nextConnection() {
            serve(connection)
            rest()
        }
        seat.scoreboard.clearIdle(seat.id.slot)
    }

    /// Runs the handler's own start. What it throws ends the worker before it was ready.
    mutating func start() throws {
        try handler.start()
    }

    private func becomeReady() {
        rest()
        seat.scoreboard.tell()
    }

    private func rest() {
        seat.slot.pointee.becomeIdle(at: MonotonicClock.nanoseconds())
        seat.scoreboard.setIdle(seat.id.slot)
    }

    private mutating func nextConnection() throws(Errno) -> Connection? {
        let (scoreboard, refused) = (seat.scoreboard, reports.refused)
        return try intake.next { error in
            let minute: UInt64 = 60_000_000_000
            if scoreboard.mayComplain(at: MonotonicClock.nanoseconds(), interval: minute) {
                refused?(error.description)
            }
        }
    }

    private mutating func serve(_ accepted: consuming Connection) {
        var connection = accepted
        let start = MonotonicClock.nanoseconds()
        connection.number = seat.scoreboard.nextConnection()
        seat.slot.pointee.begin(connection: connection.number, from: PackedPeer(connection.peer), at: start)
        seat.scoreboard.setBusy(seat.id.slot)
        var failure: String?
        do {
            try handler.serve(&connection)
        } catch {
            failure = String(describing: error)
        }
        let scoreboard = seat.scoreboard
        connection.finish { scoreboard.idleCount > 0 }
        seat.slot.pointee.end(
            received: connection.bytesReceived, sent: connection.bytesSent, failed: failure != nil)
        guard let record = reports.connection else { return }
        let summary = ConnectionRecord(
            number: connection.number, peer: connection.peer,
            bytesReceived: connection.bytesReceived, bytesSent: connection.bytesSent,
            duration: .nanoseconds(Int64(MonotonicClock.nanoseconds() - start)), failure: failure)
        // The client's end comes before our bookkeeping.
        _ = consume connection
        record(summary)
    }
}
