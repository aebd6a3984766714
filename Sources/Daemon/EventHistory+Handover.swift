internal import Control
internal import Prefork

/// What happened before an upgrade is as much the daemon's history as what happens after it.
extension EventHistory {
    private static let kind = "event"

    /// For the next program.
    var records: [HandoverRecord] { elements.map(Self.record) }

    /// - Parameter handover: what the program before has left.
    func goOn(from handover: Handover) {
        goOn(from: handover.records.filter { $0.kind == Self.kind }.compactMap(EventReport.init))
    }

    /// In the place of those that somebody has left.
    func replace(in handover: inout Handover) {
        handover.records.removeAll { $0.kind == Self.kind }
        handover.records += records
    }

    private static func record(_ report: EventReport) -> HandoverRecord {
        var fields = [
            "number": "\(report.number)", "time": report.time, "level": report.level, "message": report.message,
        ]
        fields["service"] = report.service
        return HandoverRecord(kind, fields)
    }
}

extension EventReport {
    fileprivate init?(_ record: HandoverRecord) {
        guard let number: Int = record.number("number"), let time = record["time"], let level = record["level"],
            let message = record["message"]
        else { return nil }
        self.init()
        (self.number, self.time, self.level, self.message) = (number, time, level, message)
        service = record["service"]
    }
}
