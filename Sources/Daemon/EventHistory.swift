internal import Control
internal import LinuxSystem

/// The last events of the daemon, for whoever asks what happened and why.
final class EventHistory {
    private var reports = Ring<EventReport>(capacity: EventHistory.capacity)
    /// All that there ever were, in all programs of this process.
    private(set) var count = 0

    static let capacity = 1_024

    func add(_ level: String, _ message: String, service: String?) {
        var report = EventReport()
        report.number = count + 1
        report.time = UTCTimestamp.now().description
        report.level = level
        report.service = service
        report.message = message
        append(report)
    }

    private func append(_ report: EventReport) {
        reports.append(report)
        count = report.number
    }

    /// All that are kept, from the oldest on.
    var elements: [EventReport] { reports.elements }

    /// Puts those that were before in their place, and numbers its own on from there.
    func goOn(from earlier: [EventReport]) {
        guard let last = earlier.last else { return }
        let own = reports.elements
        reports = Ring(capacity: Self.capacity)
        for report in earlier { append(report) }
        count = last.number
        for var report in own {
            report.number = count + 1
            append(report)
        }
    }

    /// Those of the range, and where it is followed each that comes.
    func source(_ range: EventRange, follow: Bool) -> ReplySource {
        var next: Int
        switch range {
        case .last(let number): next = count - min(number, reports.count)
        case .after(let number):
            guard number <= count else {
                return .end(.failed(["there is no event \(number) yet: another daemon has told it"]))
            }
            next = number
        }
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
