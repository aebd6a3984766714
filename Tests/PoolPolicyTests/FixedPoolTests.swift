import PoolPolicy
import Testing

@Suite("A pool whose workers nobody sees at work")
struct FixedPoolTests {
    private static let limits = PoolLimits(min: 4, max: 6, spare: 0, maxUnavailable: 1)

    private func policy() -> PoolPolicy {
        var policy = PoolPolicy(limits: Self.limits, isFixed: true, probation: .seconds(10), seed: 1)
        _ = policy.step(.look, Census(serving: 4), now: .zero)
        return policy
    }

    @Test("keeps its minimum whoever waits, looks at no queue and is never saturated")
    func demand() {
        var policy = PoolPolicy(limits: Self.limits, isFixed: true, seed: 1)
        #expect(policy.step(.look, Census(waiting: 9), now: .zero) == [.spawn(4, .minimum)])
        for waiting in [1, 99] {
            #expect(policy.step(.look, Census(serving: 4, waiting: waiting), now: .seconds(waiting)) == [])
        }
        #expect(policy.deadline == nil)
    }

    @Test("the dead are replaced at once, and no more than the dead")
    func death() {
        var policy = policy()
        #expect(policy.step(.ended(.unasked), Census(serving: 3), now: .seconds(1)) == [.spawn(1, .death)])
        #expect(policy.step(.ended(.unasked), Census(serving: 4), now: .seconds(2)) == [])
    }

    @Test("the worn are replaced before they go, as many at once as may be missing")
    func recycling() {
        var policy = policy()
        #expect(policy.step(.look, Census(serving: 4, worn: 2), now: .seconds(1)) == [.spawn(1, .recycling)])
        #expect(policy.step(.look, Census(starting: 1, serving: 4, worn: 2), now: .seconds(2)) == [])
        #expect(policy.step(.ready, Census(serving: 5, worn: 2), now: .seconds(3)) == [.recycle(1)])
        let leaving = Census(serving: 4, retiring: 1, worn: 1, recycling: 1)
        #expect(policy.step(.look, leaving, now: .seconds(4)) == [.spawn(1, .recycling)])
        let both = Census(serving: 5, retiring: 1, worn: 1, recycling: 1)
        #expect(policy.step(.ready, both, now: .seconds(5)) == [], "the one that leaves is not gone yet")
        #expect(policy.step(.ended(.asked), Census(serving: 5, worn: 1), now: .seconds(6)) == [.recycle(1)])
    }

    @Test("a lower minimum has the surplus leave at once, but for those that replace the worn")
    func scaled() {
        var policy = policy()
        policy.limits.min = 1
        #expect(policy.step(.look, Census(serving: 4), now: .seconds(1)) == [.retire(3)])
        #expect(policy.step(.look, Census(starting: 2, serving: 1), now: .seconds(2)) == [], "none before others serve")
        #expect(policy.step(.ready, Census(starting: 1, serving: 2), now: .seconds(2)) == [.retire(1)])
        #expect(policy.step(.look, Census(serving: 1, retiring: 3), now: .seconds(3)) == [])
        #expect(policy.step(.ended(.asked), Census(serving: 1), now: .seconds(4)) == [], "nobody is replaced")
        #expect(policy.step(.look, Census(serving: 2, worn: 1, recycling: 1), now: .seconds(5)) == [])
        policy.limits.min = 3
        #expect(policy.step(.look, Census(serving: 1), now: .seconds(6)) == [.spawn(2, .minimum)])
        _ = policy.step(.drain, Census(serving: 3), now: .seconds(7))
        policy.limits.min = 1
        #expect(policy.step(.look, Census(serving: 2, retiring: 1), now: .seconds(8)) == [], "all are asked already")
    }

    @Test("a failure within the probation counts on, one after it does not")
    func probation() {
        var policy = policy()
        for (failures, delay) in [(2, 2), (3, 4), (4, 8)] {
            _ = policy.step(.ready, Census(serving: 4), now: .seconds(100 * failures))
            let first = policy.step(.ended(.unused), Census(serving: 3), now: .seconds(100 * failures + 9))
            // What worked until then is tried again at once, the first time.
            let throttled =
                first.throttled
                ?? policy.step(
                    .ended(.unused), Census(serving: 3), now: .seconds(100 * failures + 9)
                ).throttled
            #expect(throttled?.failures == failures)
            #expect((Duration.seconds(delay)...Duration.seconds(delay) * 1.1).contains(throttled?.delay ?? .zero))
        }
        _ = policy.step(.ready, Census(serving: 4), now: .seconds(1_000))
        _ = policy.step(.look, Census(serving: 4), now: .seconds(1_010))
        #expect(policy.throttle.failures == 0)
    }
}
