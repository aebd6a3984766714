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
            #expect(throttle.deadline == now + delay)
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

    @Test("workers that were started together and fail one after the other count once")
    func oneRound() {
        var throttle = StartThrottle(seed: 1)
        let until = throttle.failed(at: .seconds(9), start: .seconds(5)) ?? .zero
        #expect(throttle.failed(at: until + .seconds(9), start: .seconds(9) - .nanoseconds(1)) == nil)
        #expect(throttle.failures == 1)
        #expect(throttle.failed(at: until + .seconds(9), start: .seconds(9)) != nil)
        #expect(throttle.failures == 2)
    }

    @Test("what worked until now is tried again at once, and only once")
    func chance() {
        var throttle = StartThrottle(seed: 1)
        throttle.succeeded(at: .zero)
        #expect(throttle.failed(at: .seconds(1)) == nil)
        #expect(!throttle.holds(at: .seconds(1)))
        #expect(throttle.isInDoubt)
        #expect(throttle.failed(at: .seconds(1)).map { $0 >= .seconds(2) } == true)
    }

    @Test("what the system refuses is not tried again at once, whatever worked before")
    func refusal() {
        var throttle = StartThrottle(seed: 1)
        throttle.succeeded(at: .zero)
        for seconds in [1, 2, 4] {
            let now = Duration.seconds(100 * seconds)
            let delay = throttle.refused(at: now) ?? .zero
            #expect(delay >= .seconds(seconds))
            let again = throttle.refused(at: now)
            #expect(again == nil)
        }
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
        #expect(throttle.deadline == until)
    }

    @Test("a worker that becomes ready ends the hold at once, and the count after a second")
    func success() {
        var throttle = StartThrottle(seed: 1)
        var now = Duration.zero
        for _ in 0..<5 { now += throttle.failed(at: now) ?? .zero }
        _ = throttle.failed(at: now)
        #expect(throttle.failures == 6)
        #expect(throttle.holds(at: now))
        throttle.succeeded(at: now)
        #expect(!throttle.holds(at: now))
        #expect(!throttle.isInDoubt)
        #expect(throttle.failures == 6)
        #expect(throttle.deadline == now + .seconds(1))
        throttle.update(at: now + .seconds(1) - .nanoseconds(1))
        #expect(throttle.failures == 6)
        throttle.update(at: now + .seconds(1))
        #expect(throttle.failures == 0)
        #expect(throttle.deadline == nil)
    }

    @Test("a worker that is ready for less than a second proves nothing")
    func brief() {
        var throttle = StartThrottle(seed: 1)
        var now = Duration.zero
        for seconds in [1, 2, 4, 8] {
            let delay = throttle.failed(at: now) ?? .zero
            #expect(delay >= .seconds(seconds))
            now += delay
            throttle.update(at: now)
            throttle.succeeded(at: now)
            now += .milliseconds(999)
            throttle.update(at: now)
        }
    }

    @Test("a time that has come is forgotten, and the failures are not")
    func release() {
        var throttle = StartThrottle(seed: 1)
        let until = throttle.failed(at: .zero) ?? .zero
        throttle.update(at: until - .nanoseconds(1))
        #expect(throttle.deadline == until)
        throttle.update(at: until)
        #expect(throttle.deadline == nil)
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

    @Test("who was killed from outside is no failure while others become ready in between")
    func killed() {
        var throttle = StartThrottle(seed: 1)
        throttle.succeeded(at: .zero)
        for second in 1...100 {
            let now = Duration.seconds(second)
            #expect(throttle.failed(at: now, start: now, wasKilled: true) == nil)
            #expect(!throttle.holds(at: now) && throttle.failures == 0)
            throttle.succeeded(at: now)
        }
    }

    @Test("one killing after the other with nobody ready in between is a start that fails")
    func killedAgain() {
        var throttle = StartThrottle(seed: 1)
        throttle.succeeded(at: .zero)
        #expect(throttle.failed(at: .seconds(1), start: .seconds(1), wasKilled: true) == nil)
        // Started together with the one before, so the same event.
        #expect(throttle.failed(at: .seconds(1), start: .zero, wasKilled: true) == nil)
        // The first failure after a success is tried again at once, the next is not.
        #expect(throttle.failed(at: .seconds(2), start: .seconds(2), wasKilled: true) == nil)
        #expect(throttle.failures == 1)
        #expect(throttle.failed(at: .seconds(3), start: .seconds(3), wasKilled: true).map { $0 >= .seconds(2) } == true)
    }

    @Test("a killing before anything ever became ready is a start that fails")
    func killedFirst() {
        var throttle = StartThrottle(seed: 1)
        #expect(throttle.failed(at: .seconds(1), start: .zero, wasKilled: true) != nil)
    }
}
