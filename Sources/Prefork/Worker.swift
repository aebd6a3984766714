internal import LinuxSystem
internal import SystemPackage

/// The worker's life: report ready, then accept, serve and close, one connection at a time, until asked to retire.
struct Worker<Handler: ConnectionHandler>: ~Copyable {
    private let seat: WorkerSeat
    private var intake: Intake
    private var handler: Handler
    private let reports: WorkerReports
    private var gauge: WearGauge
    /// Why the handler can serve nobody, which ends this worker.
    private var unfitness: Unfit?
    /// Of the end of the last connection, and there are none where nobody wants to know.
    private var processorTime: UInt64 = 0

    init(
        _ seat: WorkerSeat, _ intake: consuming Intake, _ handler: Handler, _ gauge: WearGauge, _ reports: WorkerReports
    ) {
        self.seat = seat
        self.intake = intake
        self.handler = handler
        self.gauge = gauge
        self.reports = reports
    }

    /// Serves until retirement.
    mutating func run() throws {
        becomeReady()
        while let connection = try nextConnection() {
            serve(connection)
            if let unfitness { throw unfitness }
            lookAtWear(at: rest())
        }
        seat.scoreboard.withdraw(seat.id.slot)
    }

    /// Runs the handler's own start. What it throws ends the worker before it was ready.
    mutating func start() throws {
        try handler.start()
    }

    private mutating func becomeReady() {
        processorTime = ThisProcess.processorNanoseconds()
        _ = rest()
        seat.scoreboard.announce(seat.id.slot)
        seat.scoreboard.awaitOpening(seat.id.slot) { Intake.isRequested }
    }

    /// - Returns: the time.
    private func rest() -> UInt64 {
        let now = MonotonicClock.nanoseconds()
        seat.slot.pointee.becomeIdle(at: now)
        seat.scoreboard.setIdle(seat.id.slot, at: now)
        return now
    }

    /// It goes on until it is asked: that it may be replaced is the supervisor's to say.
    private mutating func lookAtWear(at now: UInt64) {
        let slot = seat.slot
        let wear = gauge.served(at: now, processorTime: ThisProcess.processorNanoseconds()) {
            let bytes = PrivateMemory.measure()
            if let bytes { slot.pointee.note(privateBytes: bytes) }
            return bytes
        }
        guard let wear else { return }
        slot.pointee.wearOut(wear)
        seat.scoreboard.announce(seat.id.slot)
    }

    private mutating func nextConnection() throws(Errno) -> Connection? {
        let (seat, refused) = (seat, reports.refused)
        return try intake.next { error in
            let minute: UInt64 = 60_000_000_000
            if seat.scoreboard.mayComplain(at: MonotonicClock.nanoseconds(), interval: minute) {
                refused?(seat, error.description)
            }
        }
    }

    private mutating func serve(_ accepted: consuming Connection) {
        var connection = accepted
        let start = MonotonicClock.nanoseconds()
        connection.number = seat.scoreboard.beginConnection(at: start)
        seat.slot.pointee.begin(connection: connection.number, from: PackedPeer(connection.peer), at: start)
        seat.scoreboard.setBusy(seat.id.slot)
        var failure: String?
        do {
            try handler.serve(&connection)
        } catch {
            failure = String(describing: error)
            unfitness = error as? Unfit
        }
        let scoreboard = seat.scoreboard
        let isCounted = connection.finish { scoreboard.idle.count(upTo: 1) > 0 }
        let end = MonotonicClock.nanoseconds()
        let duration = end - start
        seat.slot.pointee.end(
            received: connection.bytesReceived, sent: connection.bytesSent, failed: failure != nil)
        scoreboard.endConnection(after: duration, at: end)
        guard let record = reports.connection else { return }
        let summary = ConnectionRecord(
            number: connection.number, peer: connection.peer,
            bytesReceived: isCounted ? connection.bytesReceived : nil,
            bytesSent: isCounted ? connection.bytesSent : nil,
            duration: .nanoseconds(Int64(duration)),
            processorTime: takeProcessorTime() + (connection.program?.cost.processorTime ?? .zero),
            program: connection.program, failure: failure, isUnfit: unfitness != nil)
        // The client's end comes before our bookkeeping.
        _ = consume connection
        record(seat, summary)
    }

    /// What this process has used since the last connection ended: between two it only waits.
    private mutating func takeProcessorTime() -> Duration {
        let now = ThisProcess.processorNanoseconds()
        defer { processorTime = now }
        return .nanoseconds(Int64(now &- processorTime))
    }
}
