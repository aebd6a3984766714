internal import DaemonConfiguration
internal import PoolPolicy
internal import Prefork

/// What becomes of reloads, as log records.
struct ReloadLog {
    let log: DaemonLog

    func writeBegin() {
        log.write(.reloading, .info, "reloading the configuration")
    }

    func write(_ report: Reloaded) {
        log.write(
            .reloaded, .notice, "reloaded in \(LogDuration(report.took)): \(Self.describe(report))",
            Fields().with(.durationMicroseconds, report.took.wholeMicroseconds))
    }

    func write(_ failure: ReloadFailure) {
        var fields = Fields()
        if case .notReady(let service, _) = failure { fields = fields.with(.service, service) }
        log.write(
            .reloadFailed, .error, "the reload failed, and everything is as it was: \(Self.describe(failure))", fields)
    }

    static func describe(_ failure: ReloadFailure) -> String {
        switch failure {
        case .refused(let reason): reason
        case .notReady(let service, let reason): "service \"\(service)\": \(reason)"
        case .stopping: "the daemon stops"
        }
    }

    private static func describe(_ report: Reloaded) -> String {
        let parts = [("changed", report.changed), ("added", report.added), ("removed", report.removed)]
        let words = parts.filter { !$0.1.isEmpty }.map { "\($0.0) \($0.1.joined(separator: ", "))" }
        return words.isEmpty ? "no service has changed" : words.joined(separator: "; ")
    }
}
