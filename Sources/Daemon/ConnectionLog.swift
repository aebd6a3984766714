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
        reports.began = { seat in
            log.become(seat)
            SystemdNotifications.leaveToSupervisor()
        }
        reports.failed = { reason in
            log.write(.workerFailed, .error, "\(service): a worker can't go on: \(reason)")
        }
        reports.refused = { reason in
            log.write(.acceptRefused, .error, "\(service): can't accept: \(reason); trying again until it can")
        }
        if accounting != .off { reports.connection = record }
        return reports
    }

    private func record(_ connection: ConnectionRecord) {
        if accounting == .errors && connection.failure == nil { return }
        let fields = Fields()
            .with(.connection, connection.number)
            .with(.bytesSent, connection.bytesSent)
            .with(.bytesReceived, connection.bytesReceived)
            .with(.durationMicroseconds, connection.duration.wholeMicroseconds)
            .with(connection.peer)
        let outcome = connection.failure.map { "failed: \($0)" } ?? "served"
        log.write(
            .connection, .info,
            """
            \(service): \(connection.peer) \(outcome), \(connection.bytesReceived) bytes in, \
            \(connection.bytesSent) out, \(ReadableTime(connection.duration))
            """, fields)
    }
}
