package import Control

/// All that the page shows, as one document: the answer to GET /status.json.
package struct StatusDocument: Hashable, JSONRecord {
    /// How the daemon is, in one sentence.
    package var summary = ""
    package var daemon = DaemonStatus()
    package var workers: [WorkerStatus] = []
    /// The last ones, the oldest first.
    package var events: [EventReport] = []

    /// How many events there are at most.
    static let events = 50

    package init() {}

    package init(_ daemon: DaemonStatus, workers: [WorkerStatus], events: [EventReport]) {
        (self.daemon, self.workers, self.events) = (daemon, workers, events)
        summary = StatusSummary(daemon).description
    }

    package static let fields: [JSONField<StatusDocument>] = [
        JSONField("summary", \.summary),
        JSONField("daemon", \.daemon),
        JSONField("workers", \.workers),
        JSONField("events", \.events),
    ]
}
