internal import LinuxSystem
internal import SystemPackage

/// From fork to the first accept, and to the end of the process: a worker takes its place, starts its handler and serves.
///
/// Made before the fork. Handler and reports are used where they lie, and the handler is no part of it, for its type would
/// be another one for each handler: a worker has no page of its own for any of this.
struct HandlerStartup {
    let settings: WorkerSettings
    let reports: FixedPlace<WorkerReports>

    func run(
        _ handler: FixedPlace<some ConnectionHandler>, in seat: WorkerSeat, under supervisor: Int32,
        titled title: ProcessTitle?
    ) -> Never {
        let (handler, reports) = (handler.address, UnsafePointer(reports.address))
        reports.pointee.began?(seat)
        do {
            let intake = try take(seat, supervisor, title, reports)
            let gauge = WearGauge(
                settings.recycling, measuresMemory: settings.measuresMemory,
                processorLimit: settings.identity.limits[.processorTime]?.soft,
                seed: MonotonicClock.nanoseconds() ^ UInt64(seat.id.slot))
            var worker = Worker(seat, intake, gauge, reports)
            try handler.pointee.start()
            // It may have changed its credentials.
            try ParentDeathSignal.tie(to: supervisor)
            try worker.run(handler)
        } catch {
            // The record of its last connection has said what makes it unfit.
            if seat.isOnTrial {
                // It belongs into the reason why the new configuration does not come to hold.
                StandardStream.error.write("\(error)\n")
            } else if !(error is Unfit) || reports.pointee.connection == nil {
                reports.pointee.failed?(seat, error)
            }
            ThisProcess.exit(error is Unfit ? WorkerExit.unfit : WorkerExit.startFailed)
        }
        ThisProcess.exit(WorkerExit.retired)
    }

    /// What the system refuses on the way has no name by itself.
    private func take(
        _ seat: WorkerSeat, _ supervisor: Int32, _ title: ProcessTitle?, _ reports: UnsafePointer<WorkerReports>
    ) throws -> Intake {
        do {
            return try WorkerStartup.take(
                seat, supervisor: supervisor, settings: settings, title: title, reports: reports)
        } catch let error as Errno {
            throw NotInPlace(error: error)
        }
    }

    private struct NotInPlace: SystemCaused, CustomStringConvertible {
        let error: Errno
        var cause: Errno? { error }
        var description: String { "can't take its place in the pool: \(error)" }
    }
}
