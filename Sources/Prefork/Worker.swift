internal import LinuxSystem
internal import SystemPackage

/// The worker's life: report ready, then accept, serve and close, one connection at a time, until asked to retire.
struct Worker: ~Copyable {
    private let seat: WorkerSeat
    private var intake: Intake
    private let reports: UnsafePointer<WorkerReports>
    private var gauge: WearGauge
    /// Why the handler can serve nobody, which ends this worker.
    private var unfitness: Unfit?
    /// Of the end of the last connection, and there are none where nobody wants to know.
    private var processorTime: UInt64 = 0

    init(
        _ seat: WorkerSeat, _ intake: consuming Intake, _ gauge: WearGauge, _ reports: UnsafePointer<WorkerReports>
    ) {
        self.seat = seat
        self.intake = intake
        self.gauge = gauge
        self.reports = reports
    }

    /// Serves until retirement.
    /// - Parameter handler: the service's, which since the fork is this worker's alone. It is no part of the worker, whose
    ///   type would be another one for each handler, made by the Swift runtime in pages of the worker's own.
    mutating func run(_ handler: UnsafeMutablePointer<some ConnectionHandler>) throws {
        becomeReady()
        var peer = SocketAddress()
        while let socket = try intake.next(from: &peer) {
            let end = serve(socket, from: &peer, handler)
            if let unfitness { throw unfitness }
            rest(at: end)
            if gauge.isNeeded { lookAtWear(at: end) }
        }
        seat.words.withdraw(seat.id.slot)
    }

    private mutating func becomeReady() {
        processorTime = ThisProcess.processorNanoseconds()
        rest(at: MonotonicClock.nanoseconds())
        seat.words.announce(seat.id.slot)
        seat.words.awaitOpening(seat.id.slot) { Intake.isRequested }
    }

    @inline(__always)
    private func rest(at now: UInt64) {
        seat.slot.pointee.becomeIdle(at: now)
        seat.words.setIdle(seat.id.slot, at: now)
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
        seat.words.announce(seat.id.slot)
    }

    /// - Returns: the time of its end.
    private mutating func serve(
        _ socket: consuming Descriptor, from peer: inout SocketAddress,
        _ handler: UnsafeMutablePointer<some ConnectionHandler>
    ) -> UInt64 {
        var connection = Connection(socket, peer: peer)
        let start = MonotonicClock.nanoseconds()
        connection.number = seat.words.durations.beginConnection(at: start)
        seat.slot.pointee.begin(connection: connection.number, from: PackedPeer(peer), at: start)
        seat.words.setBusy(seat.id.slot)
        var failure: (any Error)?
        do {
            try handler.pointee.serve(&connection)
        } catch {
            failure = error
            unfitness = error as? Unfit
        }
        let idle = seat.words.idle
        let isCounted = connection.finish { idle.count(upTo: 1) > 0 }
        let end = MonotonicClock.nanoseconds()
        seat.slot.pointee.end(
            received: connection.bytesReceived, sent: connection.bytesSent, failed: failure != nil)
        seat.words.durations.endConnection(after: end - start, at: end)
        if reports.pointee.connection == nil { return end }
        return report(connection, isCounted: isCounted, duration: end - start, failure)
    }

    /// - Returns: the time when that is done.
    private mutating func report(
        _ connection: consuming Connection, isCounted: Bool, duration: UInt64, _ failure: (any Error)?
    ) -> UInt64 {
        let summary = ConnectionRecord(
            number: connection.number, peer: connection.peer,
            bytesReceived: isCounted ? connection.bytesReceived : nil,
            bytesSent: isCounted ? connection.bytesSent : nil,
            duration: .nanoseconds(Int64(duration)),
            processorTime: takeProcessorTime() + (connection.program?.cost.processorTime ?? .zero),
            program: connection.program, failure: failure.map { String(describing: $0) },
            cause: failure?.systemError, isUnfit: unfitness != nil)
        // The client's end comes before our bookkeeping.
        _ = consume connection
        reports.pointee.connection?(seat, summary)
        return MonotonicClock.nanoseconds()
    }

    /// What this process has used since the last connection ended: between two it only waits.
    private mutating func takeProcessorTime() -> Duration {
        let now = ThisProcess.processorNanoseconds()
        defer { processorTime = now }
        return .nanoseconds(Int64(now &- processorTime))
    }
}
