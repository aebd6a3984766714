import PoolPolicy
import Testing

@Suite("Giving back")
struct ShrinkTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: String
        var limits = PoolLimits(min: 4, max: 64, spare: 2)
        let census: Census
        let retires: Int
        var testDescription: String { rule }
    }

    static let rows = [
        Row(rule: "all that nobody needed goes, down to the minimum", census: Census(idle: 10), retires: 6),
        Row(
            rule: "what was needed at one instant stays, with spares",
            census: Census(idle: 20, idleLowWater: 12), retires: 10),
        Row(
            rule: "who serves now was needed", census: Census(idle: 10, serving: 5, idleLowWater: 10), retires: 8),
        Row(
            rule: "the mark is not believed above what is idle now",
            census: Census(idle: 3, serving: 7, idleLowWater: 10), retires: 1),
        Row(
            rule: "needed to the last at one instant: nothing goes", census: Census(idle: 10, idleLowWater: 0),
            retires: 0),
        Row(rule: "spares of the demand are no surplus", census: Census(idle: 2, serving: 4), retires: 0),
        Row(
            rule: "those on their way up are counted as staying", census: Census(starting: 3, idle: 5), retires: 3),
        Row(
            rule: "those on their way out are not", census: Census(idle: 5, retiring: 9), retires: 1),
        Row(
            rule: "min = 0 gives back everything", limits: PoolLimits(min: 0, max: 8, spare: 2),
            census: Census(idle: 3), retires: 3),
        Row(
            rule: "min = 0 keeps spares where somebody was served", limits: PoolLimits(min: 0, max: 8, spare: 2),
            census: Census(idle: 5, idleLowWater: 4), retires: 2),
    ]

    @Test("after a whole idle-timeout, what was not needed at any instant of it goes", arguments: rows)
    func shrinks(row: Row) {
        var policy = PoolPolicy(row.limits, settledAt: row.census)
        #expect(policy.step(.look, row.census, now: .seconds(60)).retired == row.retires)
    }

    @Test("the window begins with the first worker above the minimum, and is told")
    func begin() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 4))
        #expect(policy.deadline == nil)
        let actions = policy.step(.look, Census(idle: 5), now: .seconds(7))
        #expect(actions == [.markLowWater(true)])
        #expect(policy.deadline == .seconds(67))
    }

    @Test("nothing goes before the window is over, whatever happens in it")
    func notBefore() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 10))
        for event in [PoolEvent.look, .ready, .ended(.asked)] {
            #expect(policy.step(event, Census(idle: 10), now: .seconds(60) - .nanoseconds(1)).retired == 0)
        }
    }

    @Test("back at the minimum no window is kept")
    func end() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 10))
        _ = policy.step(.look, Census(idle: 10), now: .seconds(60))
        let actions = policy.step(.ended(.asked), Census(idle: 4), now: .seconds(61))
        #expect(actions == [.markLowWater(false)])
        #expect(policy.deadline == nil)
    }

    @Test("each window begins with a new mark")
    func newMark() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 10, idleLowWater: 0))
        let actions = policy.step(.look, Census(idle: 10, idleLowWater: 0), now: .seconds(60))
        #expect(actions == [.markLowWater(true)])
        #expect(policy.deadline == .seconds(120))
    }

    @Test("a fixed pool has no window")
    func fixed() {
        let policy = PoolPolicy(PoolLimits(min: 4, max: 4), settledAt: Census(idle: 4))
        #expect(policy.deadline == nil)
    }

    @Test("a steady trickle keeps its spares: nothing is started and nothing goes, for an hour", arguments: [1, 2, 5])
    func trickle(clients: Int) {
        let size = clients + 2
        let quiet = Census(idle: size, idleLowWater: 2)
        let busy = Census(idle: 2, serving: clients)
        var policy = PoolPolicy(PoolLimits(min: 1, max: 64, spare: 2), settledAt: quiet)
        for second in 1...3_600 {
            let actions = policy.step(.look, second.isMultiple(of: 2) ? quiet : busy, now: .seconds(second))
            #expect(actions.spawned == 0 && actions.retired == 0, "second \(second)")
        }
    }
}
