import Testing

@testable import Prefork

@Suite("The histogram of durations")
struct DurationHistogramTests {
    private static let (microsecond, second): (UInt64, UInt64) = (1_000, 1_000_000_000)

    private func histogram(_ durations: [UInt64]) -> DurationHistogram {
        var counts = [UInt64](repeating: 0, count: DurationHistogram.classCount)
        for duration in durations { counts[DurationHistogram.place(of: duration)] += 1 }
        return DurationHistogram(counts: counts)
    }

    @Test("each bound is the longest of its class, and a nanosecond more is of the next")
    func boundaries() {
        let bounds = (0..<DurationHistogram.bounds.count).map { DurationHistogram.bounds[$0] }
        #expect(bounds == bounds.sorted() && Set(bounds).count == bounds.count)
        for (place, bound) in bounds.enumerated() {
            #expect(DurationHistogram.bound(of: place) == bound)
            #expect(DurationHistogram.place(of: bound - 1) == place)
            #expect(DurationHistogram.place(of: bound) == place)
            #expect(DurationHistogram.place(of: bound + 1) == place + 1)
        }
        #expect(DurationHistogram.place(of: 0) == 0)
        #expect(DurationHistogram.place(of: .max) == DurationHistogram.classCount - 1)
        #expect(DurationHistogram.bound(of: DurationHistogram.classCount - 1) == .max)
    }

    @Test("bounds are told in seconds, and the classes up to each")
    func cumulative() {
        let classes = histogram([1, 100_000, 100_001, 2 * Self.second, .max]).cumulative(of: 5)
        let counts = classes.map(\.count)
        #expect(classes.first?.seconds == 0.000025 && classes.last?.seconds == nil)
        #expect(classes.compactMap(\.seconds).suffix(3) == [1_800, 7_200, 28_800])
        #expect(counts == counts.sorted() && counts.prefix(4) == [1, 1, 2, 3] && counts.suffix(2) == [4, 5])
    }

    @Test("whose duration is not known is longer than all bounds, and never are there fewer than were seen")
    func unknown() {
        let short = histogram([1, 2, 3])
        #expect(short.cumulative(of: 5).map(\.count).suffix(2) == [3, 5])
        #expect(short.cumulative(of: 2).map(\.count).suffix(2) == [3, 3])
    }

    @Test("of nothing there is no quantile")
    func nothing() {
        #expect(histogram([]).quantile(0.5) == nil)
    }

    @Test(
        "quantiles lie in their class, as far in as their rank",
        arguments: [
            // Seconds of the connections, share, seconds.
            ([0.0002], 0.5, 0.000175), ([0.0002], 0.99, 0.0002485), ([0.0002], 1, 0.00025), ([0.0002], 0, 0.0001),
            ([0], 0.5, 0.0000125), ([1], 1, 1), ([1, 1, 1, 20], 0.75, 1), ([1, 1, 1, 20], 0.99, 29.2),
            // Longer than all bounds.
            ([100_000], 0.5, 28_800), ([0, 100_000], 0.5, 0.000025), ([0, 100_000], 0.99, 28_800),
        ])
    func quantiles(durations: [Double], share: Double, expected: Double) throws {
        let quantile = try #require(histogram(durations.map { UInt64($0 * 1e9) }).quantile(share))
        #expect(abs(quantile - expected) < 1e-9, "\(quantile)")
    }

    @Test("what came since is what there is more, and no count is below none")
    func since() {
        let (before, now) = (histogram([1, 1, Self.second]), histogram([1, 1, 1, 2 * Self.second]))
        #expect(now.since(before) == histogram([1, 2 * Self.second]))
        #expect(before.since(before) == histogram([]))
    }

    @Test("sums are in microseconds, to the nearest")
    func rounding() {
        #expect([0, 499, 500, 1_499, 1_500].map { DurationHistogram.microseconds($0) } == [0, 0, 1, 1, 2])
        #expect(DurationHistogram.microseconds(3_600 * Self.second) == 3_600_000_000)
    }

    @Test("counts of another program's classes go into those that hold its bounds")
    func otherBounds() {
        var durations = DurationHistogram()
        for (bound, count) in [(40_000, 1), (200_000, 2), (250_000, 4), (.max, 8)] as [(UInt64, UInt64)] {
            durations.add(count, upTo: bound)
        }
        #expect(durations.counts.prefix(4) == [0, 1, 0, 6] && durations.counts.last == 8 && durations.total == 15)
    }
}
