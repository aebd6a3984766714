/// How many lines one worker may have in the log: a burst at once, then a few per second.
struct LineAllowance {
    static let burst = 100
    static let interval = Duration.milliseconds(100)
    /// Until when the lines so far use up what the intervals allow.
    private var usedUntil = Duration.zero

    /// Whether there may be one more.
    mutating func take(at now: Duration) -> Bool {
        let next = max(usedUntil, now) + Self.interval
        guard next - now <= Self.interval * Self.burst else { return false }
        usedUntil = next
        return true
    }
}
