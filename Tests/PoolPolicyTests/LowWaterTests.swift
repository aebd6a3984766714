import PoolPolicy
import Testing

@Suite("The low-water mark")
struct LowWaterTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let rule: String
        /// When, in seconds, the number of the idle last rose above each level.
        let rises: [Int]
        let now: Int
        let mark: LowWater
        var testDescription: String { rule }
    }

    static let rows = [
        Row(rule: "nobody is idle", rises: [], now: 100, mark: LowWater(idle: 0)),
        Row(rule: "all have been idle for long", rises: [1, 2, 3], now: 100, mark: LowWater(idle: 3)),
        Row(
            rule: "all became idle just now", rises: [95, 96, 97], now: 100,
            mark: LowWater(idle: 0, risesAt: .seconds(105))),
        Row(
            rule: "some have been idle for long, and the next that will have is told", rises: [1, 2, 97, 98], now: 100,
            mark: LowWater(idle: 2, risesAt: .seconds(107))),
        Row(rule: "the window is over on the instant", rises: [90, 90, 90], now: 100, mark: LowWater(idle: 3)),
        Row(
            rule: "and not a moment before", rises: [90, 91], now: 100, mark: LowWater(idle: 1, risesAt: .seconds(101))),
    ]

    @Test("it is the fewest that were idle at any instant of the window", arguments: rows)
    func mark(row: Row) {
        let mark = LowWater(idle: row.rises.count, within: .seconds(10), at: .seconds(row.now)) {
            .seconds(row.rises[$0])
        }
        #expect(mark == row.mark)
    }

    @Test("each level is found, in pools of any size", arguments: [1, 2, 3, 64, 1_000])
    func levels(idle: Int) {
        for level in 0...idle {
            let mark = LowWater(idle: idle, within: .seconds(10), at: .seconds(100)) { .seconds($0 < level ? 0 : 95) }
            #expect(mark == LowWater(idle: level, risesAt: level < idle ? .seconds(105) : nil))
        }
    }
}
