import Benchmark
import Testing

@Suite("The time of a short run")
struct TimeTests {
    @Test("what its sections are given leaves room in two minutes for what is due behind the end of a share")
    func shares() {
        let sum = Section.short.compactMap(\.share).reduce(.zero, +)
        #expect(sum <= .seconds(100))
        #expect(Section.short.allSatisfy { $0.share != nil })
    }

    @Test("what fits may begin, and what is due always may")
    func limit() {
        let limit = TimeLimit(end: .seconds(10))
        #expect(limit.allows(at: .seconds(7), lasted: .seconds(2), isDue: false))
        #expect(!limit.allows(at: .seconds(8), lasted: .seconds(2), isDue: false))
        #expect(limit.allows(at: .seconds(9), lasted: nil, isDue: false))
        #expect(!limit.allows(at: .seconds(10), lasted: nil, isDue: false))
        #expect(limit.allows(at: .seconds(10), lasted: nil, isDue: true))
        #expect(TimeLimit(end: nil).allows(at: .seconds(10), lasted: .seconds(2), isDue: false))
    }
}
