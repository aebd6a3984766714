/// How many lines one process may have in the log: a burst at once, then a few per second.
package struct LineAllowance: Sendable {
    package static let burst = 100
    static let interval = Duration.milliseconds(100)
    /// Until when the lines so far use up what the intervals allow.
    private var usedUntil = Duration.zero

    package init() {}

    /// Whether there may be one more.
    package mutating func take(at now: Duration) -> Bool {
        let next = max(usedUntil, now) + Self.interval
        guard next - now <= Self.interval * Self.burst else { return false }
        usedUntil = next
        return true
    }
}
