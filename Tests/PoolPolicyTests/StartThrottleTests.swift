import PoolPolicy
import Testing

@Suite("The throttle of starts")
struct StartThrottleTests {
    /// Seconds without jitter, round by round.
    private static let delays = [1, 2, 4, 8, 16, 32, 60, 60, 60]

    @Test("rounds of failures wait 1, 2, 4 … 60 seconds and at most a tenth more", arguments: 0..<100 as Range<UInt64>)
    func schedule(seed: UInt64) {
        var throttle = StartThrottle(seed: seed)
        var now = Duration.seconds(1_000)
        for (round, seconds) in Self.delays.enumerated() {
            let delay = throttle.failed(at: now) ?? .zero
            #expect(delay >= .seconds(seconds), "round \(round)")
            #expect(delay <= .milliseconds(seconds * 1_100), "round \(round)")
            #expect(throttle.failures == round + 1)
            #expect(throttle.until == now + delay)
            now += delay
            #expect(!throttle.holds(at: now))
        }
    }

    @Test("services that fail at the same moment do not march in step")
    func jitter() {
        let delays = (0..<50 as Range<UInt64>).map { seed in
            var throttle = StartThrottle(seed: seed)
            return throttle.failed(at: .zero)
        }
        #expect(Set(delays).count > 25)
    }

    @Test("the same seed gives the same delays")
    func repeatable() {
        var one = StartThrottle(seed: 7)
        var two = StartThrottle(seed: 7)
        #expect(one.failed(at: .zero) == two.failed(at: .zero))
    }

    @Test("workers that fail together count once")
    func together() {
        var throttle = StartThrottle(seed: 1)
        let until = throttle.failed(at: .zero) ?? .zero
        #expect(until > .zero)
        for moment in [Duration.zero, .milliseconds(1), .milliseconds(500), until - .nanoseconds(1)] {
            let delay = throttle.failed(at: moment)
            #expect(delay == nil)
        }
        #expect(throttle.failures == 1)
        #expect(throttle.until == until)
    }

    @Test("a worker that becomes ready ends the hold and the count")
    func success() {
        var throttle = StartThrottle(seed: 1)
        var now = Duration.zero
        for _ in 0..<5 { now += throttle.failed(at: now) ?? .zero }
        _ = throttle.failed(at: now)
        #expect(throttle.failures == 6)
        #expect(throttle.holds(at: now))
        throttle.succeeded()
        #expect(!throttle.holds(at: now))
        #expect(throttle.failures == 0)
        #expect(throttle.until == nil)
        let again = throttle.failed(at: now)
        #expect(again.map { $0 < .seconds(2) } == true)
    }

    @Test("a time that has come is forgotten, and the failures are not")
    func release() {
        var throttle = StartThrottle(seed: 1)
        let until = throttle.failed(at: .zero) ?? .zero
        throttle.release(at: until - .nanoseconds(1))
        #expect(throttle.until == until)
        throttle.release(at: until)
        #expect(throttle.until == nil)
        #expect(throttle.failures == 1)
    }

    @Test("a new throttle holds nothing")
    func initially() {
        let throttle = StartThrottle(seed: 1)
        #expect(!throttle.holds(at: .zero))
        #expect(throttle.failures == 0)
    }

    @Test("the generator gives the numbers of its reference")
    func splitMix64() {
        var generator = SplitMix64(state: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        // The test vector that the authors' C code is checked with.
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }
}
