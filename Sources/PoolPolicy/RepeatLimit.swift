/// Lets a few of many like messages through and counts the rest: a burst at once, then one per interval.
package struct RepeatLimit: Sendable {
    package let burst: Int
    package let interval: Duration
    /// Until when the messages so far use up what the intervals allow.
    private var usedUntil = Duration.zero
    private var suppressed = 0

    package init(burst: Int = 1, interval: Duration = .seconds(60)) {
        self.burst = burst
        self.interval = interval
    }

    /// The number of messages that were held back since the last one, or nil where this one is held back too.
    package mutating func admit(at now: Duration) -> Int? {
        let next = max(usedUntil, now) + interval
        guard next - now <= interval * burst else {
            suppressed += 1
            return nil
        }
        defer { suppressed = 0 }
        usedUntil = next
        return suppressed
    }
}
