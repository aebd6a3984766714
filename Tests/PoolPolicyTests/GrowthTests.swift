import PoolPolicy
import Testing

@Suite("Growth")
struct GrowthTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: String
        let limits: PoolLimits
        var event = PoolEvent.look
        let census: Census
        let spawns: Int
        var testDescription: String { rule }
    }

    private static let usual = PoolLimits(min: 4, max: 64, spare: 2)
    private static let onDemand = PoolLimits(min: 0, max: 8, spare: 2)
    private static let spareless = PoolLimits(min: 4, max: 64, spare: 0)
    private static let fixed = PoolLimits(min: 4, max: 4, spare: 2)

    static let rows = [
        Row(rule: "an empty pool starts its minimum", limits: usual, census: Census(), spawns: 4),
        Row(rule: "what is starting is not started again", limits: usual, census: Census(starting: 4), spawns: 0),
        Row(rule: "a pool at its minimum rests", limits: usual, census: Census(idle: 4), spawns: 0),
        Row(rule: "the minimum covers small demand", limits: usual, census: Census(idle: 2, serving: 2), spawns: 0),
        Row(rule: "spares are kept ahead of demand", limits: usual, census: Census(idle: 1, serving: 3), spawns: 1),
        Row(rule: "nobody is idle", limits: usual, census: Census(serving: 4), spawns: 2),
        Row(
            rule: "starting workers are spares to come", limits: usual, census: Census(starting: 2, serving: 4),
            spawns: 0),
        Row(
            rule: "who waits gets a worker, and spares beyond", limits: usual,
            census: Census(serving: 4, waiting: 7), spawns: 9),
        Row(
            rule: "who waits counts while others start: one decision, and not one per worker", limits: usual,
            census: Census(starting: 2, serving: 4, waiting: 60), spawns: 58),
        Row(
            rule: "who starts already is for those who wait", limits: usual,
            census: Census(starting: 9, serving: 4, waiting: 7), spawns: 0),
        Row(
            rule: "who is idle is on the way to those who wait", limits: usual,
            census: Census(idle: 3, serving: 3, waiting: 2), spawns: 1),
        Row(
            rule: "the maximum bounds the burst", limits: usual, census: Census(serving: 60, waiting: 500), spawns: 4),
        Row(rule: "at the maximum nothing starts", limits: usual, census: Census(serving: 64, waiting: 9), spawns: 0),
        Row(
            rule: "retiring workers hold their places", limits: usual,
            census: Census(serving: 62, retiring: 2, waiting: 9), spawns: 0),
        Row(
            rule: "retiring workers do not count towards the minimum", limits: usual,
            census: Census(idle: 2, retiring: 2), spawns: 2),
        Row(rule: "no spares without demand", limits: usual, census: Census(idle: 4, retiring: 3), spawns: 0),
        Row(rule: "min = 0 starts nothing by itself", limits: onDemand, census: Census(), spawns: 0),
        Row(rule: "min = 0 is woken by the first client", limits: onDemand, census: Census(waiting: 1), spawns: 3),
        Row(rule: "spare = 0 keeps nobody ahead", limits: spareless, census: Census(serving: 4), spawns: 0),
        Row(rule: "spare = 0 serves who waits", limits: spareless, census: Census(serving: 4, waiting: 1), spawns: 1),
        Row(
            rule: "a fixed pool stays at its size", limits: fixed, census: Census(serving: 4, waiting: 100), spawns: 0),
        Row(
            rule: "a dead worker is replaced", limits: usual, event: .ended(.unasked), census: Census(idle: 3),
            spawns: 1),
        Row(
            rule: "a dead worker is replaced above the minimum too", limits: usual, event: .ended(.unasked),
            census: Census(idle: 6), spawns: 1),
        Row(
            rule: "two dead are missed, whoever is buried first", limits: usual, event: .ended(.unasked),
            census: Census(idle: 2), spawns: 2),
        Row(
            rule: "a dead worker is not replaced where retiring ones hold every place", limits: usual,
            event: .ended(.unasked), census: Census(idle: 4, retiring: 60), spawns: 0),
        Row(
            rule: "a retired worker is not replaced", limits: usual, event: .ended(.asked), census: Census(idle: 4),
            spawns: 0),
        Row(
            rule: "a retired worker makes room for one that is missed", limits: usual, event: .ended(.asked),
            census: Census(idle: 3, retiring: 60), spawns: 1),
        Row(rule: "readiness changes nothing", limits: usual, event: .ready, census: Census(idle: 4), spawns: 0),
    ]

    @Test("the pool grows to what is busy and waits, with spares, within its limits", arguments: rows)
    func spawns(row: Row) {
        var policy = PoolPolicy(limits: row.limits, seed: 1)
        #expect(policy.step(row.event, row.census, now: .seconds(5)).spawned == row.spawns)
    }

    @Test("the limits say no more than they can keep")
    func limits() {
        let usual = PoolLimits()
        #expect([usual.min, usual.max, usual.spare] == [4, 64, 2])
        #expect([usual.startTimeout, usual.idleTimeout] == [.seconds(10), .seconds(60)])
    }

    @Test("a census counts who exists and who stays")
    func census() {
        let census = Census(starting: 1, idle: 2, serving: 4, retiring: 8, waiting: 16)
        #expect(census.live == 15)
        #expect(census.staying == 7)
        #expect(census.lowWater == LowWater(idle: 2))
    }
}
