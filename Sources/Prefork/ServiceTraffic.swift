/// What a service has to do and had: its counters, its rate, and how long its connections take.
package struct ServiceTraffic {
    package internal(set) var totals: Totals
    /// Connections that its workers took in a second.
    package internal(set) var perSecond = 0.0
    package let durations: DurationHistogram
    /// Of the connections that ended in the last minute.
    package let recentDurations: DurationHistogram
    /// How many connections began in each span of the last while, the oldest first and the one under way last.
    package let begun: [Int]

    /// Seconds of a span.
    package static let spanLength = Double(RecentSpans.length) / 1e9

    /// For each class of durations, the seconds that it goes up to, nil for the last, and how many took no longer.
    package var durationClasses: [(seconds: Double?, count: UInt64)] {
        durations.cumulative(of: totals.served &+ totals.failed)
    }
}
