import PoolPolicy
import Testing

@Suite("Who looks for demand")
struct QueueWatchTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: String
        var limits = PoolLimits(min: 4, max: 8, spare: 2)
        let census: Census
        let watches: Bool
        let tellsBelow: Int
        var testDescription: String { rule }
    }

    static let rows = [
        Row(rule: "idle workers see the queue themselves", census: Census(idle: 4), watches: false, tellsBelow: 2),
        Row(
            rule: "more may come than workers start", census: Census(starting: 4), watches: true, tellsBelow: 2),
        Row(
            rule: "more may come than there are new spares", limits: PoolLimits(min: 4, max: 16, spare: 2),
            census: Census(serving: 8), watches: true, tellsBelow: 2),
        Row(
            rule: "nobody is there and none is started", limits: PoolLimits(min: 4, max: 8, spare: 0),
            census: Census(serving: 4), watches: true, tellsBelow: 1),
        Row(
            rule: "the pool sleeps until the first client", limits: PoolLimits(min: 0, max: 8, spare: 2),
            census: Census(), watches: true, tellsBelow: 2),
        Row(
            rule: "at the maximum the next client is of interest, for he has to wait", census: Census(serving: 8),
            watches: true, tellsBelow: 0),
        Row(
            rule: "retiring workers hold every place", census: Census(serving: 4, retiring: 4), watches: true,
            tellsBelow: 0),
        Row(
            rule: "growth to the maximum ends the interest in spares", census: Census(serving: 7), watches: true,
            tellsBelow: 0),
        Row(
            rule: "at the maximum the last that becomes busy tells", census: Census(idle: 1, serving: 7),
            watches: false, tellsBelow: 1),
        Row(
            rule: "a fixed pool is told when its last is busy", limits: PoolLimits(min: 4, max: 4, spare: 2),
            census: Census(idle: 4), watches: false, tellsBelow: 1),
        Row(
            rule: "a fixed pool that lost a worker replaces it", limits: PoolLimits(min: 4, max: 4, spare: 2),
            census: Census(idle: 3), watches: false, tellsBelow: 1),
    ]

    @Test("workers tell while some are idle, the queue is watched while none is", arguments: rows)
    func announcements(row: Row) {
        var policy = PoolPolicy(limits: row.limits, seed: 1)
        let actions = policy.step(.look, row.census, now: .zero)
        #expect((actions.watchesQueue ?? false) == row.watches)
        #expect((actions.tellsBelow ?? 0) == row.tellsBelow)
    }

    @Test("what is known already is not said again")
    func onlyChanges() {
        var policy = PoolPolicy(PoolLimits(min: 0, max: 8, spare: 2), settledAt: Census())
        #expect(policy.step(.look, Census(), now: .seconds(1)) == [])
    }

    @Test("the watch goes on while workers start, ends with the first that is idle and comes back with the last")
    func watchFollowsTheCensus() {
        var policy = PoolPolicy(PoolLimits(min: 0, max: 8, spare: 0), settledAt: Census())
        #expect(policy.step(.look, Census(waiting: 1), now: .seconds(1)).watchesQueue == nil)
        let needed = Census(idle: 1, lowWater: LowWater(idle: 0))
        #expect(policy.step(.ready, needed, now: .seconds(2)).watchesQueue == false)
        #expect(policy.step(.look, Census(serving: 1), now: .seconds(3)).watchesQueue == true)
        #expect(policy.step(.look, needed, now: .seconds(4)).watchesQueue == false)
    }

    @Test("a place that becomes free at the maximum is taken again, for the pool was needed at that size")
    func roomAgain() {
        var policy = PoolPolicy(PoolLimits(min: 1, max: 2, spare: 0), settledAt: Census(serving: 2))
        #expect(policy.step(.ended(.asked), Census(serving: 1), now: .seconds(1)).spawned == 1)
    }
}
