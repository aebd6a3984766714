import Benchmark
import Testing

@Suite("Summaries of samples")
struct SummaryTests {
    @Test("the median is the middle one, or lies between the two")
    func median() throws {
        #expect(Summary([3, 1, 2])?.median == 2)
        #expect(Summary([4, 1, 3, 2])?.median == 2.5)
        #expect(Summary([7])?.median == 7)
        #expect(Summary([]) == nil)
    }

    @Test("the spread goes from the lowest to the highest")
    func spread() throws {
        let summary = try #require(Summary([5, -1, 9]))
        #expect(summary.lowest == -1 && summary.highest == 9)
    }

    @Test(
        "with more rounds, more of the outermost ones say nothing of the median",
        arguments: [(1, 0), (5, 0), (8, 0), (9, 1), (11, 1), (12, 2), (15, 3), (20, 5), (25, 7)])
    func interval(count: Int, outside: Int) throws {
        let summary = try #require(Summary((1...count).map(Double.init)))
        #expect(summary.interval == Double(1 + outside)...Double(count - outside))
    }

    @Test("a ratio is that of the medians, and means nothing against zero")
    func ratio() throws {
        let (two, five, zero) = try (#require(Summary([2])), #require(Summary([4, 5, 6])), #require(Summary([0])))
        #expect(five.ratio(to: two) == 2.5)
        #expect(zero.ratio(to: two) == 0)
        #expect(two.ratio(to: zero) == nil)
    }

    @Test(
        "a percentile is the value of its rank",
        arguments: [(0, 1), (0.5, 50), (0.501, 51), (0.99, 99), (0.999, 100), (1, 100)] as [(Double, UInt64)])
    func percentile(part: Double, value: UInt64) {
        #expect(Ranking((1...100).reversed()).percentile(part) == value)
        #expect(Ranking([]).percentile(part) == nil)
    }
}
