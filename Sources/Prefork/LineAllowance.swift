internal import PoolPolicy

/// How many lines one process may have in the log: a burst at once, then a few per second.
package struct LineAllowance: Sendable {
    package static let burst = 100
    static let interval = Duration.milliseconds(100)
    private var limit = RepeatLimit(burst: burst, interval: interval)

    package init() {}

    /// Whether there may be one more.
    package mutating func take(at now: Duration) -> Bool {
        limit.admit(at: now) != nil
    }
}
