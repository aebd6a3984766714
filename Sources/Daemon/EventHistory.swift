internal import Control
internal import LinuxSystem

/// The last events of the daemon, for whoever asks what happened and why.
final class EventHistory {
    private var reports = Ring<EventReport>(capacity: EventHistory.capacity)
    /// All that there ever were.
    private(set) var count = 0

    static let capacity = 1_024

    func add(_ level: String, _ message: String, service: String?) {
        var report = EventReport()
        report.time = UTCTimestamp.now().description
        report.level = level
        report.service = service
        report.message = message
        reports.append(report)
        count += 1
    }

    /// The last few, and where it is followed each that comes.
    func source(last: Int, follow: Bool) -> ReplySource {
        var next = count - min(last, reports.count)
        return ReplySource { [self] in
            let oldest = count - reports.count
            let missed = max(0, oldest - next)
            next += missed
            guard next < count else { return follow ? .later : .end(.ok) }
            var report = reports[next - oldest]
            report.missed = missed
            next += 1
            return .line(report.json)
        }
    }
}
