import PoolPolicy
import Testing

@Suite("A pool whose starts fail")
struct ThrottledPoolTests {
    private static let limits = PoolLimits(min: 4, max: 8, spare: 2)

    /// A policy whose first start failed at zero, and when the next one is due.
    private func failedOnce(
        _ event: PoolEvent = .ended(.beforeReady), _ limits: PoolLimits = limits, _ census: Census = Census()
    ) throws -> (policy: PoolPolicy, due: Duration) {
        var policy = PoolPolicy(limits, settledAt: census)
        let actions = policy.step(event, census, now: .zero)
        #expect(actions.spawned == 0)
        return (policy, try #require(actions.throttled).delay)
    }

    @Test(
        "a failed start holds all starts for a second",
        arguments: [PoolEvent.ended(.beforeReady), .ended(.unused), .ended(.unfit), .forkFailed])
    func holds(event: PoolEvent) throws {
        var (policy, due) = try failedOnce(event)
        #expect((Duration.seconds(1)...Duration.milliseconds(1_100)).contains(due))
        #expect(policy.throttle.failures == 1)
        #expect(policy.step(.look, Census(), now: due - .nanoseconds(1)).spawned == 0)
    }

    @Test("while starts are held, neither queue nor workers are listened to")
    func deaf() throws {
        var policy = PoolPolicy(PoolLimits(min: 0, max: 8, spare: 2), settledAt: Census())
        let actions = policy.step(.forkFailed, Census(waiting: 1), now: .zero)
        #expect(actions.watchesQueue == false)
        #expect(actions.tellsBelow == 0)
    }

    @Test("the end of the hold is a deadline, also where only the queue knows who waits")
    func deadline() throws {
        var (policy, due) = try failedOnce(.forkFailed, PoolLimits(min: 0, max: 8, spare: 2), Census(waiting: 3))
        #expect(policy.deadline == due)
        #expect(policy.step(.look, Census(waiting: 3), now: due).spawned == 1)
    }

    @Test("after the hold one worker shows whether starts still fail, however many are missed")
    func probe() throws {
        var (policy, due) = try failedOnce()
        #expect(policy.step(.look, Census(), now: due).spawned == 1)
        #expect(policy.step(.look, Census(starting: 1), now: due).spawned == 0)
        #expect(policy.step(.look, Census(starting: 1, waiting: 5), now: due + .seconds(9)).spawned == 0)
    }

    @Test("while the one is starting there is no deadline, least of all one in the past")
    func noDeadlineWhileProbing() throws {
        var (policy, due) = try failedOnce()
        _ = policy.step(.look, Census(), now: due)
        #expect(policy.deadline == nil)
        _ = policy.step(.look, Census(starting: 1), now: due + .seconds(1))
        #expect(policy.deadline == nil)
    }

    @Test("where retiring workers hold every place, the hold ends without a deadline in the past")
    func noDeadlineWithoutRoom() throws {
        var (policy, due) = try failedOnce(.forkFailed, Self.limits, Census(idle: 1, retiring: 7))
        #expect(policy.step(.look, Census(idle: 1, retiring: 7), now: due).spawned == 0)
        #expect(policy.deadline == nil)
        #expect(policy.step(.ended(.asked), Census(idle: 1, retiring: 6), now: due + .seconds(1)).spawned == 1)
    }

    @Test("the first that becomes ready brings all the others")
    func recovery() throws {
        var (policy, due) = try failedOnce()
        _ = policy.step(.look, Census(), now: due)
        #expect(policy.step(.ready, Census(idle: 1), now: due + .seconds(1)).spawned == 3)
        #expect(policy.throttle.failures == 1)
        #expect(policy.deadline == due + .seconds(2))
        _ = policy.step(.look, Census(idle: 4), now: due + .seconds(2))
        #expect(policy.throttle.failures == 0)
        #expect(policy.deadline == nil)
    }

    @Test("a worker that dies at work is replaced also while starts are held, one for one; others that are missed wait")
    func deathMeanwhile() throws {
        var (policy, due) = try failedOnce(.forkFailed, Self.limits, Census(idle: 4))
        #expect(policy.step(.ended(.unasked), Census(idle: 2), now: due / 2).spawned == 1)
        #expect(policy.step(.look, Census(starting: 1, idle: 2), now: due / 2).spawned == 0)
        #expect(policy.step(.look, Census(idle: 3), now: due).spawned == 1)
    }

    @Test("deaths of workers that were ready or asked hold nothing", arguments: [WorkerEnd.unasked, .asked])
    func otherDeaths(end: WorkerEnd) {
        var policy = PoolPolicy(Self.limits, settledAt: Census(idle: 4))
        #expect(policy.step(.ended(end), Census(idle: 3), now: .zero).spawned == 1)
        #expect(policy.throttle.failures == 0)
    }

    @Test("a hold that nobody notices ends in silence")
    func unneeded() throws {
        var (policy, due) = try failedOnce(.forkFailed, Self.limits, Census(idle: 4))
        #expect(policy.deadline == due)
        let actions = policy.step(.look, Census(idle: 4), now: due)
        #expect(actions == [.tellBelow(idle: 2)])
        #expect(policy.deadline == nil)
    }
}
