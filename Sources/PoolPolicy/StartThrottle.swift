/// Holds back starts that keep failing: 1, 2, 4 … 60 seconds, and a little more so that services do not march in step.
package struct StartThrottle: Sendable {
    /// Rounds of starts that failed since the last worker became ready.
    package private(set) var failures = 0
    /// No start before this time.
    package private(set) var until: Duration?
    private var random: SplitMix64

    package static let longest = Duration.seconds(60)

    package init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    package func holds(at now: Duration) -> Bool {
        until.map { now < $0 } ?? false
    }

    /// A start failed. Workers that were started together and fail together count once.
    /// - Returns: how long nothing is started, or nil where that was known already.
    package mutating func failed(at now: Duration) -> Duration? {
        if holds(at: now) { return nil }
        failures += 1
        let delay = Self.delay(afterFailures: failures)
        let jitter = delay * (Double(random.next() % 1_000) / 10_000)
        until = now + delay + jitter
        return delay + jitter
    }

    /// Forgets a time that has come; the failures stay counted.
    package mutating func release(at now: Duration) {
        if !holds(at: now) { until = nil }
    }

    /// A worker became ready: whatever was wrong is mended.
    package mutating func succeeded() {
        failures = 0
        until = nil
    }

    static func delay(afterFailures failures: Int) -> Duration {
        min(.seconds(1 << min(failures - 1, 6)), longest)
    }
}
