import PoolPolicy
import Testing

@Suite("Recycling")
struct RecyclingTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: String
        var limits = RecyclingTests.elastic
        let census: Census
        let spawns: Int
        let recycles: Int
        var testDescription: String { rule }
    }

    private static let elastic = PoolLimits(min: 10, max: 20, spare: 0, maxUnavailable: 2)
    private static let fixed = PoolLimits(min: 10, max: 10, spare: 0, maxUnavailable: 2)

    static let rows = [
        Row(
            rule: "where there is room, others are started first, as many as the budget",
            census: Census(idle: 10, worn: 3),
            spawns: 2, recycles: 0),
        Row(
            rule: "who starts is not ready", census: Census(starting: 2, idle: 10, worn: 3), spawns: 0, recycles: 0),
        Row(rule: "once they are ready the worn are asked", census: Census(idle: 12, worn: 3), spawns: 0, recycles: 2),
        Row(
            rule: "those who leave count against the budget",
            census: Census(idle: 11, retiring: 1, worn: 2, recycling: 1), spawns: 1, recycles: 1),
        Row(
            rule: "nobody is asked beyond the budget", census: Census(idle: 12, retiring: 2, worn: 2, recycling: 2),
            spawns: 0, recycles: 0),
        Row(
            rule: "those who leave for another reason do not count against it",
            census: Census(idle: 12, retiring: 2, worn: 2), spawns: 0, recycles: 2),
        Row(
            rule: "a surplus is replacement enough", census: Census(idle: 15, worn: 2), spawns: 0, recycles: 2),
        Row(
            rule: "who is needed by demand is no surplus", census: Census(serving: 12, worn: 1), spawns: 1, recycles: 0),
        Row(
            rule: "where there is no room, the budget is what may be missing", limits: fixed,
            census: Census(idle: 10, worn: 10), spawns: 0, recycles: 2),
        Row(
            rule: "one is missing already, so one more may be", limits: fixed,
            census: Census(idle: 9, retiring: 1, worn: 5, recycling: 1), spawns: 0, recycles: 1),
        Row(
            rule: "who starts is missing too, for whatever reason", limits: fixed,
            census: Census(starting: 2, idle: 8, worn: 5), spawns: 0, recycles: 0),
        Row(rule: "nobody is worn", limits: fixed, census: Census(idle: 10), spawns: 0, recycles: 0),
    ]

    @Test("worn workers are replaced within one budget", arguments: rows)
    func decisions(row: Row) {
        var policy = PoolPolicy(limits: row.limits, seed: 1)
        let actions = policy.step(.look, row.census, now: .seconds(5))
        #expect(actions.spawned == row.spawns)
        #expect(actions.recycled == row.recycles)
        if row.spawns > 0 { #expect(actions.spawnReason == .recycling) }
    }

    @Test("while starts are in doubt one is tried for the worn, and nobody is asked before it is ready")
    func inDoubt() throws {
        var policy = PoolPolicy(Self.elastic, settledAt: Census(idle: 10))
        let worn = Census(idle: 10, worn: 3)
        let due = try #require(policy.step(.forkFailed, worn, now: .seconds(1)).throttled?.delay) + .seconds(1)
        #expect(policy.step(.look, Census(idle: 12, worn: 3), now: due - .nanoseconds(1)).recycled == 0)
        let probe = policy.step(.look, worn, now: due)
        #expect(probe.spawned == 1 && probe.recycled == 0)
        #expect(policy.step(.look, Census(starting: 1, idle: 10, worn: 3), now: due).spawned == 0)
        let proven = policy.step(.ready, Census(idle: 11, worn: 3), now: due + .seconds(1))
        #expect(proven.spawned == 1 && proven.recycled == 1)
    }

    @Test("while starts are in doubt one is tried for the worn, though the others were enough for who is there")
    func inDoubtWithMoreThanEnough() throws {
        var policy = PoolPolicy(PoolLimits(min: 0, max: 20, spare: 1), settledAt: Census(idle: 3))
        let worn = Census(idle: 3, worn: 1)
        let due = try #require(policy.step(.forkFailed, worn, now: .seconds(1)).throttled?.delay) + .seconds(1)
        let probe = policy.step(.look, worn, now: due)
        #expect(probe.spawned == 1 && probe.recycled == 0)
        #expect(policy.step(.ready, Census(idle: 4, worn: 1), now: due + .seconds(1)).recycled == 1)
    }

    @Test("while starts are in doubt and there is no room to try, one of the worn makes room and no more")
    func inDoubtAndFull() throws {
        var policy = PoolPolicy(Self.fixed, settledAt: Census(idle: 10))
        let full = Census(idle: 10, worn: 3)
        let due = try #require(policy.step(.forkFailed, full, now: .seconds(1)).throttled?.delay) + .seconds(1)
        #expect(policy.step(.look, full, now: due).recycled == 1)
        #expect(policy.step(.look, Census(idle: 9, retiring: 1, worn: 2, recycling: 1), now: due).recycled == 0)
        let probe = policy.step(.ended(.asked, start: .zero), Census(idle: 9, worn: 2), now: due)
        #expect(probe.spawned == 1 && probe.recycled == 0)
        #expect(policy.step(.look, Census(starting: 1, idle: 9, worn: 2), now: due).recycled == 0)
    }

    @Test("a pool that drains asks all the same way, and replaces nobody")
    func draining() {
        var policy = PoolPolicy(Self.fixed, settledAt: Census(idle: 10))
        _ = policy.step(.drain, Census(idle: 10, worn: 10), now: .seconds(1))
        let actions = policy.step(.look, Census(idle: 10, worn: 10), now: .seconds(2))
        #expect(actions.recycled == 0 && actions.spawned == 0)
    }
}
