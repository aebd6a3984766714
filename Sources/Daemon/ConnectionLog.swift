internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork

/// What the workers of a service write to the log: their connections as `accounting` asks, and their own troubles.
struct ConnectionLog {
    let log: DaemonLog
    let service: String
    let accounting: Accounting

    var reports: WorkerReports {
        var reports = WorkerReports()
        reports.began = { _ in SystemdNotifications.leaveToSupervisor() }
        reports.failed = { seat, error in
            log.become(seat)
            log.write(
                .workerFailed, .error, "\(service): a worker can't go on: \(error)", Fields().with(error.systemError))
        }
        reports.refused = { seat, error in
            log.become(seat)
            log.write(
                .acceptRefused, .error, "\(service): can't accept: \(error); trying again until it can",
                Fields().with(error))
        }
        if accounting != .off { reports.connection = record }
        return reports
    }

    private func record(_ seat: WorkerSeat, _ connection: ConnectionRecord) {
        if accounting == .errors && connection.failure == nil { return }
        log.become(seat)
        let outcome = connection.failure.map { "failed: \($0)" } ?? "served"
        // A UNIX socket's client chose its name.
        let peer = connection.peer.description.withoutControls
        log.write(
            .connection, connection.isUnfit ? .error : .info,
            "\(service): \(peer) \(outcome)\(Self.traffic(connection)), \(LogDuration(connection.duration))",
            Self.fields(connection))
    }

    private static func traffic(_ connection: ConnectionRecord) -> String {
        guard let received = connection.bytesReceived, let sent = connection.bytesSent else { return "" }
        return ", \(Counted(received, "byte")) in, \(sent) out"
    }

    private static func fields(_ connection: ConnectionRecord) -> Fields {
        var fields = Fields()
            .with(.connection, connection.number)
            .with(.durationMicroseconds, connection.duration.wholeMicroseconds)
            .with(.processorMicroseconds, connection.processorTime.wholeMicroseconds)
            .with(connection.peer)
            .with(connection.cause)
        if let sent = connection.bytesSent { fields = fields.with(.bytesSent, sent) }
        if let received = connection.bytesReceived { fields = fields.with(.bytesReceived, received) }
        guard let program = connection.program else { return fields }
        return fields.with(.peakMemory, program.cost.peakMemory).with(program.status)
    }
}
