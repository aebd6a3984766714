import Benchmark
import Testing

@Suite("Tables of a benchmark")
struct TableTests {
    @Test("columns are as wide as their widest cell, the first to the left and the others to the right")
    func columns() {
        var table = Table(header: ["", "ms"])
        table.add(["preforkd", "7"])
        table.add(["C", "1 234"])
        #expect(
            table.description == """
                              ms
                preforkd       7
                C          1 234
                """)
    }

    @Test(
        "numbers are rounded, and thousands stand apart",
        arguments: [
            (0, 0, "0"), (999.5, 0, "1 000"), (1_234_567, 0, "1 234 567"), (1.05, 1, "1.1"), (0.004, 2, "0.00"),
            (12_345.678, 2, "12 345.68"), (-3.25, 1, "-3.3"), (-0.01, 1, "0.0"),
        ] as [(Double, Int, String)])
    func numbers(value: Double, digits: Int, text: String) {
        #expect(value.text(digits: digits) == text)
    }

    @Test("a server's row has its medians, their spread, and how they compare with the first one")
    func results() {
        var results = Results([Figure("ms", digits: 1), Figure("lost", isCompared: false)])
        for (round, value) in [10.0, 12, 11].enumerated() {
            results.add(Sample([value, 0]), of: "preforkd", in: Turn(round: round))
        }
        results.add(Sample([22, 1], remark: "before"), of: "other", in: Turn(round: 0))
        results.add(Sample([nil, 2], remark: "at last"), of: "other", in: Turn(round: 1))
        results.add(failure: "it ended", of: "third")
        #expect(
            results.table.description == """
                           rounds                 ms      ×   lost
                preforkd        3   11.0 (10.0–12.0)   1.00      0
                other           2   22.0 (22.0–22.0)   2.00      2
                third           0                  –             –
                """)
        #expect(results.remarks == ["other: at last", "third: it ended"])
    }

    @Test("a round counts once, by the median of its slices, which hides no loss")
    func slices() {
        var results = Results([Figure("ms"), Figure("lost", isCompared: false)])
        for (slice, value) in [1.0, 2, 9].enumerated() {
            results.add(Sample([value, slice == 0 ? 7 : 0]), of: "preforkd", in: Turn(round: 0, slice: slice))
        }
        results.add(Sample([4, 0]), of: "preforkd", in: Turn(round: 1))
        #expect(
            results.table.description == """
                           rounds        ms      ×   lost
                preforkd        2   3 (2–4)   1.00      7
                """)
    }
}
