/// Lets one of many like messages through per interval and counts the rest.
package struct RepeatLimit: Sendable {
    private let interval: Duration
    private var last: Duration?
    private var suppressed = 0

    package init(interval: Duration = .seconds(60)) {
        self.interval = interval
    }

    /// The number of messages that were held back since the last one, or nil where this one is held back too.
    package mutating func admit(at now: Duration) -> Int? {
        if let last, now - last < interval {
            suppressed += 1
            return nil
        }
        defer { suppressed = 0 }
        last = now
        return suppressed
    }
}
