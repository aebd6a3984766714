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
            census: Census(idle: 20, lowWater: LowWater(idle: 12)), retires: 10),
        Row(
            rule: "who serves now was needed", census: Census(idle: 10, serving: 5, lowWater: LowWater(idle: 10)),
            retires: 8),
        Row(
            rule: "the mark is not believed above what is idle now",
            census: Census(idle: 3, serving: 7, lowWater: LowWater(idle: 10)), retires: 1),
        Row(
            rule: "needed to the last at one instant: nothing goes",
            census: Census(idle: 10, lowWater: LowWater(idle: 0)),
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
            census: Census(idle: 5, lowWater: LowWater(idle: 4)), retires: 2),
    ]

    @Test("what was not needed at any instant of a whole idle-timeout goes", arguments: rows)
    func shrinks(row: Row) {
        var policy = PoolPolicy(row.limits, settledAt: row.census)
        #expect(policy.step(.look, row.census, now: .seconds(60)).retired == row.retires)
    }

    @Test("the history begins with the first worker above the minimum, and an idle-timeout later it is asked")
    func begin() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 4))
        #expect(policy.deadline == nil)
        let actions = policy.step(.look, Census(idle: 5), now: .seconds(7))
        #expect(actions == [.keepHistory(true)])
        #expect(policy.deadline == .seconds(67))
    }

    @Test("without a history nothing goes, whatever the census says of the time before")
    func notBefore() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 4))
        #expect(policy.step(.look, Census(idle: 10), now: .seconds(60)).retired == 0)
    }

    @Test("back at the minimum no history is kept")
    func end() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 10))
        _ = policy.step(.look, Census(idle: 10), now: .seconds(60))
        let actions = policy.step(.ended(.asked), Census(idle: 4), now: .seconds(61))
        #expect(actions == [.keepHistory(false)])
        #expect(policy.deadline == nil)
    }

    @Test("where more will be unneeded soon, that is the next look, a little later so that many go together")
    func nextLook() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(idle: 10))
        let soon = Census(idle: 10, lowWater: LowWater(idle: 0, risesAt: .seconds(70)))
        #expect(policy.step(.look, soon, now: .seconds(60)) == [])
        #expect(policy.deadline == .milliseconds(70_500))
    }

    @Test("a short idle-timeout gathers for an eighth of it")
    func gathering() {
        let limits = PoolLimits(min: 4, max: 64, idleTimeout: .milliseconds(80))
        var policy = PoolPolicy(limits, settledAt: Census(idle: 10))
        let soon = Census(idle: 10, lowWater: LowWater(idle: 0, risesAt: .milliseconds(100)))
        _ = policy.step(.look, soon, now: .milliseconds(60))
        #expect(policy.deadline == .milliseconds(110))
    }

    @Test("each decision sets the next look anew")
    func eachDecision() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 64), settledAt: Census(serving: 10))
        for second in 1...5 {
            _ = policy.step(.look, Census(idle: 2, serving: 8), now: .seconds(second))
            #expect(policy.deadline == .seconds(second) + .milliseconds(60_500))
        }
    }

    @Test("a fixed pool has no window")
    func fixed() {
        let policy = PoolPolicy(PoolLimits(min: 4, max: 4), settledAt: Census(idle: 4))
        #expect(policy.deadline == nil)
    }

    @Test("a steady trickle keeps its spares: nothing is started and nothing goes, for an hour", arguments: [1, 2, 5])
    func trickle(clients: Int) {
        let size = clients + 2
        let quiet = Census(idle: size, lowWater: LowWater(idle: 2))
        let busy = Census(idle: 2, serving: clients)
        var policy = PoolPolicy(PoolLimits(min: 1, max: 64, spare: 2), settledAt: quiet)
        for second in 1...3_600 {
            let actions = policy.step(.look, second.isMultiple(of: 2) ? quiet : busy, now: .seconds(second))
            #expect(actions.spawned == 0 && actions.retired == 0, "second \(second)")
        }
    }
}
