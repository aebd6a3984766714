/// One service at an instant: its listeners, its pool and its counters.
///
/// In every answer, accepted is served, failed, crashed and in hand together.
package struct ServiceStatus: Hashable, JSONRecord {
    package var name = ""
    package var condition = Condition.starting
    /// Why it is not well; nil where it is.
    package var reason: String?
    package var listeners: [ListenerStatus] = []
    /// The longest queue that a listener of it had when it was counted.
    package var queuePeak = 0
    package var min = 0
    package var max = 0
    package var spare = 0
    /// What keeps a pool whose maximum is no number from being larger.
    package var limit: String?
    package var starting = 0
    package var idle = 0
    package var busy = 0
    package var retiring = 0
    package var accepted = 0
    package var served = 0
    package var failed = 0
    /// Their worker died.
    package var crashed = 0
    package var inHand = 0
    /// Connections accepted in a second, lately.
    package var perSecond = 0.0
    /// How long half of the connections that ended in the last minute took at most; nil where none did or nobody saw.
    package var durationP50: Double?
    /// The same of 99 in 100.
    package var durationP99: Double?
    /// Of all that ended, how long they took together.
    package var durationSum = 0.0
    /// Of all that ended, how many took no longer than each of a few bounds; empty where nobody saw.
    package var durations: [DurationClass] = []
    /// How long each span of the history is, in seconds.
    package var historyStep = 0.0
    /// Connections that began in each span of the last five minutes, the one under way last; empty where nobody saw.
    package var history: [Int] = []
    package var bytesReceived = 0
    package var bytesSent = 0
    /// Workers, since the service began.
    package var started = 0
    /// Of those: ended without having been asked.
    package var died = 0
    /// Log records that its workers could not write.
    package var unrecorded = 0
    /// Whether its workers are programs, of whose connections nothing is known.
    package var acceptsByItself = false

    package init() {}

    /// How it is, the worst first.
    package enum Condition: String, CaseIterable, Sendable, JSONConvertible {
        case failing, saturated, draining, drained, stopping, starting, ready

        package init?(json: JSON) {
            guard let word = String(json: json), let value = Condition(rawValue: word) else { return nil }
            self = value
        }

        package var json: JSON { .string(rawValue) }
    }

    package static let fields: [JSONField<ServiceStatus>] = [
        JSONField("name", \.name),
        JSONField("state", \.condition),
        JSONField("reason", \.reason),
        JSONField("listeners", \.listeners),
        JSONField("queue_peak", \.queuePeak),
        JSONField("min", \.min),
        JSONField("max", \.max),
        JSONField("spare", \.spare),
        JSONField("limit", \.limit),
        JSONField("starting", \.starting),
        JSONField("idle", \.idle),
        JSONField("busy", \.busy),
        JSONField("retiring", \.retiring),
        JSONField("accepted", \.accepted),
        JSONField("served", \.served),
        JSONField("failed", \.failed),
        JSONField("crashed", \.crashed),
        JSONField("in_hand", \.inHand),
        JSONField("per_second", \.perSecond),
        JSONField("duration_p50_seconds", \.durationP50),
        JSONField("duration_p99_seconds", \.durationP99),
        JSONField("duration_sum_seconds", \.durationSum),
        JSONField("durations", \.durations),
        JSONField("history_step_seconds", \.historyStep),
        JSONField("history", \.history),
        JSONField("bytes_received", \.bytesReceived),
        JSONField("bytes_sent", \.bytesSent),
        JSONField("started", \.started),
        JSONField("died", \.died),
        JSONField("unrecorded", \.unrecorded),
        JSONField("accepts_by_itself", \.acceptsByItself),
    ]
}

/// How many connections took no longer than a bound.
package struct DurationClass: Hashable, JSONRecord {
    /// In seconds; nil: there is none, and it is all of them.
    package var bound: Double?
    package var count = 0

    package init() {}

    package static let fields: [JSONField<DurationClass>] = [
        JSONField("le_seconds", \.bound),
        JSONField("count", \.count),
    ]
}

/// One listener and how many clients wait in its queue.
package struct ListenerStatus: Hashable, JSONRecord {
    package var address = ""
    /// nil where the kernel does not tell: UNIX sockets.
    package var queue: Int?
    /// The longest that it was when it was counted: for a decision, or for whoever asked.
    package var queuePeak: Int?

    package init() {}

    package static let fields: [JSONField<ListenerStatus>] = [
        JSONField("address", \.address),
        JSONField("queue", \.queue),
        JSONField("queue_peak", \.queuePeak),
    ]
}
