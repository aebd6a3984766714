import Testing

@testable import Prefork

@Suite("The spans of time that connections are counted in")
struct RecentSpansTests {
    /// Those of a service that has had `numbers` connections before the spans of the same places.
    private func marks(_ numbers: [UInt64: UInt64], unfinished: Set<UInt64> = []) -> [SpanMark] {
        var marks = [SpanMark](repeating: SpanMark(word: 0), count: RecentSpans.kept)
        for (span, number) in numbers {
            let mark = SpanMark(span: span, lastConnection: number)
            marks[RecentSpans.place(of: span)] = unfinished.contains(span) ? mark : mark.whole
        }
        return marks
    }

    private func spans(_ marks: [SpanMark], span: UInt64) -> RecentSpans {
        RecentSpans(marks, at: span * RecentSpans.length + 1)
    }

    @Test("begin and end with whole spans of the monotonic clock")
    func boundaries() {
        let length = RecentSpans.length
        #expect([0, length - 1, length, 2 * length - 1].map(RecentSpans.span(at:)) == [0, 0, 1, 1])
        #expect(RecentSpans.place(of: 63) == 63 && RecentSpans.place(of: 64) == 0)
    }

    @Test(
        "each has the connections that began up to the next that somebody came in",
        arguments: [
            // Marks, the number of the last connection, and what is told of the last five spans of span 1000.
            ([:], 7, [0, 0, 0, 0, 0]),
            ([1_000: 0], 3, [0, 0, 0, 0, 3]),
            ([999: 0, 1_000: 4], 7, [0, 0, 0, 4, 3]),
            ([996: 10, 999: 14], 20, [4, 0, 0, 6, 0]),
            ([996: 10, 998: 10], 10, [0, 0, 0, 0, 0]),
            // Somebody is ahead of us.
            ([1_000: 5, 1_001: 9], 12, [0, 0, 0, 0, 4]),
            // Numbers that no longer fit.
            ([999: 1 << 35 - 2, 1_000: 1 << 35 + 3], 1 << 35 + 4, [0, 0, 0, 5, 1]),
        ] as [([UInt64: UInt64], UInt64, [Int])])
    func begun(numbers: [UInt64: UInt64], last: UInt64, expected: [Int]) {
        let counts = spans(marks(numbers), span: 1_000).begun(lastConnection: last)
        #expect(counts.count == RecentSpans.told && counts.suffix(5) == expected)
        #expect(counts.dropLast(5).allSatisfy { $0 == 0 })
    }

    @Test("those of more than five minutes ago are told no more, whatever lies in their places")
    func old() {
        let marks = marks([941: 10, 1_000: 50])
        #expect(spans(marks, span: 1_000).begun(lastConnection: 51).first == 40)
        #expect(spans(marks, span: 1_001).begun(lastConnection: 51) == [Int](repeating: 0, count: 58) + [1, 0])
    }

    @Test(
        "after hours there is nothing, nor where the clock would be hours back", arguments: [100, 199_000] as [UInt64])
    func jumps(span: UInt64) {
        let spans = spans(marks([998: 1, 999: 2, 1_000: 3]), span: span)
        #expect(spans.begun(lastConnection: 9).allSatisfy { $0 == 0 } && spans.lately == nil)
    }

    @Test("a machine that has just started has few")
    func young() {
        let spans = spans(marks([1: 0, 2: 4]), span: 2)
        #expect(spans.begun(lastConnection: 5).suffix(4) == [0, 0, 4, 1])
        #expect(spans.lately == 1)
    }

    @Test(
        "the last minute begins with the first span of it that somebody came in and that is whole",
        arguments: [
            ([], [], nil), ([1_000], [], 1_000), ([988, 1_000], [], 988), ([987, 1_000], [], 1_000),
            ([987, 995, 999], [], 995), ([987], [], nil), ([990, 995], [990], 995), ([990], [990], nil),
            ([1_001], [], nil),
        ] as [([UInt64], Set<UInt64>, UInt64?)])
    func lately(opened: [UInt64], unfinished: Set<UInt64>, expected: UInt64?) {
        let marks = marks(Dictionary(uniqueKeysWithValues: opened.map { ($0, 0) }), unfinished: unfinished)
        #expect(spans(marks, span: 1_000).lately == expected.map(RecentSpans.place))
    }

    @Test("a mark is before later spans alone, however old it is")
    func order() {
        let mark = SpanMark(span: 1_000, lastConnection: .max).whole
        #expect(mark.isOf(1_000) && !mark.isOf(1_064) && mark.isWhole)
        #expect(mark.isBefore(1_001) && mark.isBefore(1_000 + 1 << 26))
        #expect(!mark.isBefore(1_000) && !mark.isBefore(999) && !mark.isBefore(0))
        #expect(SpanMark(word: 0).isBefore(1) && !SpanMark(word: 0).isBefore(0))
    }
}
