/// Holds back starts that keep failing: 1, 2, 4 … 60 seconds, and a little more so that services do not march in step.
package struct StartThrottle: Sendable {
    /// Rounds of starts that failed, one after the other.
    package private(set) var failures = 0
    /// No start before this time.
    private var until: Duration?
    /// When the failures are forgotten, if nothing fails until then.
    private var provenAt: Duration?
    private var lastFailure: Duration?
    private var hasSucceeded = false
    private var hasSucceededSinceFailure = false
    private var random: SplitMix64
    /// A worker that is ready for so long has shown that workers can be.
    package let probation: Duration

    package static let longest = Duration.seconds(60)
    /// Of workers that say themselves that they are ready.
    package static let probation = Duration.seconds(1)

    package init(seed: UInt64, probation: Duration = Self.probation) {
        random = SplitMix64(state: seed)
        self.probation = probation
    }

    /// Whether starts fail and none has become ready since.
    package var isInDoubt: Bool { failures > 0 && provenAt == nil }

    package func holds(at now: Duration) -> Bool {
        until.map { now < $0 } ?? false
    }

    /// When `update` has something to do.
    package var deadline: Duration? {
        [until, provenAt].compactMap(\.self).min()
    }

    /// Lets go of what its time has come for.
    package mutating func update(at now: Duration) {
        if !holds(at: now) { until = nil }
        if let provenAt, now >= provenAt {
            failures = 0
            self.provenAt = nil
        }
    }

    /// A worker failed that was started at `start`. Workers that were started together and fail together count once.
    /// - Parameter wasKilled: by somebody else. That says nothing, as long as others become ready in between.
    /// - Returns: how long nothing is started, or nil where nothing changes.
    package mutating func failed(at now: Duration, start: Duration, wasKilled: Bool = false) -> Duration? {
        if let lastFailure, start < lastFailure { return nil }
        if wasKilled && hasSucceededSinceFailure {
            hasSucceededSinceFailure = false
            lastFailure = now
            return nil
        }
        // What worked until now may have been hit by chance, and is tried again at once.
        let isChance = failures == 0 && hasSucceeded
        let delay = refused(at: now)
        if isChance { until = nil }
        return isChance ? nil : delay
    }

    /// The system would not start a worker at all. It would not do so at once either.
    /// - Returns: how long nothing is started, or nil where that was known already.
    package mutating func refused(at now: Duration) -> Duration? {
        if holds(at: now) { return nil }
        failures += 1
        hasSucceededSinceFailure = false
        lastFailure = now
        provenAt = nil
        let delay = Self.delay(afterFailures: failures)
        let jitter = random.jitter(of: delay)
        until = now + delay + jitter
        return delay + jitter
    }

    /// A worker became ready; it is on probation still.
    package mutating func succeeded(at now: Duration) {
        hasSucceeded = true
        hasSucceededSinceFailure = true
        until = nil
        if failures > 0 { provenAt = now + probation }
    }

    static func delay(afterFailures failures: Int) -> Duration {
        min(.seconds(1 << min(failures - 1, 6)), longest)
    }
}
