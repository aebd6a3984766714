/// Watches a pool that may not grow any more: for how long clients waited for its workers, and how many at most.
///
/// While clients wait it looks at the queue ten times a second; a pool whose workers are all busy with nobody waiting
/// wakes nobody.
package struct Saturation: Sendable {
    /// What there is to say about the time since the last report.
    package struct Report: Hashable, Sendable {
        /// How long somebody waited.
        package var lasted: Duration
        /// The most that waited at once.
        package var peak: Int
        /// How many workers the pool had then, all of them busy.
        package var workers: Int
        /// How many more were leaving then, and held places too: those of an earlier configuration or program, say.
        package var leaving = 0
        /// Whether somebody waits still.
        package var goesOn: Bool
    }

    /// Somebody has waited since.
    private var since: Duration?
    private var lasted = Duration.zero
    private var peak = 0
    private var (workers, leaving) = (0, 0)
    package private(set) var lookout = Lookout.nobody
    private var lastReport: Duration?

    /// Who is to tell of the next change.
    package enum Lookout: Hashable, Sendable {
        /// The pool may grow, and is looked after for that.
        case nobody
        /// The worker that takes the last place.
        case workers
        /// The next client.
        case queue
        /// Where clients come all the time, each of them would be too many.
        case clock(Duration)
    }

    package static let interval = Duration.milliseconds(100)
    /// At most one report in this time.
    package static let pause = Duration.seconds(60)
    /// Shorter ones are reported when they are over.
    package static let patience = Duration.seconds(1)

    package init() {}

    /// Whether clients wait for a pool that may not grow.
    package var isSaturated: Bool { since != nil }

    /// When `update` has something to do though nothing happens.
    package var deadline: Duration? {
        let report = isReportDue ? lastReport.map { $0 + Self.pause } : nil
        guard case .clock(let due) = lookout else { return report }
        return min(due, report ?? due)
    }

    private var isReportDue: Bool { lasted > .zero && since == nil }

    /// - Parameter isFull: whether the pool has all the workers that it may have.
    package mutating func update(isFull: Bool, _ census: Census, now: Duration) -> Report? {
        // Workers that are on their way will take from the queue.
        let isQueued = isFull && census.idle == 0 && census.starting == 0 && census.waiting > 0
        if let since { lasted += now - since }
        since = isQueued ? now : nil
        if isQueued { (peak, workers, leaving) = (max(peak, census.waiting), census.staying, census.retiring) }
        lookout = next(isFull: isFull, census, now: now)
        return report(waiting: isQueued ? census.waiting : 0, now: now)
    }

    private func next(isFull: Bool, _ census: Census, now: Duration) -> Lookout {
        guard isFull else { return .nobody }
        if case .clock(let due) = lookout, now < due { return lookout }
        guard census.idle == 0 else { return .workers }
        return census.waiting > 0 || lookout == .queue ? .clock(now + Self.interval) : .queue
    }

    private mutating func report(waiting: Int, now: Duration) -> Report? {
        guard lasted > .zero, waiting == 0 || lasted >= Self.patience else { return nil }
        if let lastReport, now < lastReport + Self.pause { return nil }
        defer {
            // Those who wait still are the peak of what comes next.
            (lasted, peak) = (.zero, waiting)
            lastReport = now
        }
        return Report(lasted: lasted, peak: peak, workers: workers, leaving: leaving, goesOn: waiting > 0)
    }
}
