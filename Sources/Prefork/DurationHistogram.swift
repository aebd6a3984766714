/// How many connections took how long: a count for each of a few classes of durations, and the sum of all.
package struct DurationHistogram: Hashable, Sendable {
    /// Of each class; the last are longer than all bounds.
    package private(set) var counts: [UInt64]
    /// All durations together.
    package private(set) var microseconds: UInt64

    /// The longest duration of each class but the last, in nanoseconds: those of Prometheus' own clients, with finer ones
    /// below for small answers and coarser ones above for sessions.
    static let bounds: InlineArray<24, UInt64> = [
        25_000, 50_000, 100_000, 250_000, 500_000,
        1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000,
        1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000, 30_000_000_000,
        60_000_000_000, 300_000_000_000, 1_800_000_000_000, 7_200_000_000_000, 28_800_000_000_000,
    ]

    package static let classCount = bounds.count + 1

    /// - Parameter counts: one for each class.
    init(counts: [UInt64] = [UInt64](repeating: 0, count: classCount), microseconds: UInt64 = 0) {
        precondition(counts.count == Self.classCount, "a count for each class")
        self.counts = counts
        self.microseconds = microseconds
    }

    /// The class of a duration in nanoseconds. From the shortest up, for whoever has many connections has short ones.
    @inline(__always)
    static func place(of duration: UInt64) -> Int {
        var place = 0
        while place < bounds.count, duration > bounds[place] { place += 1 }
        return place
    }

    /// The longest duration of a class in nanoseconds.
    static func bound(of place: Int) -> UInt64 { place < bounds.count ? bounds[place] : .max }

    /// Nanoseconds to the nearest microsecond, so that many short ones add up right. A sum in nanoseconds would wrap within
    /// three weeks where ten thousand workers are always busy.
    static func microseconds(_ nanoseconds: UInt64) -> UInt64 { (nanoseconds &+ 500) / 1_000 }

    /// Adds `count` durations of one class, whose bound another program may have set.
    mutating func add(_ count: UInt64, upTo bound: UInt64) {
        counts[Self.place(of: bound)] &+= count
    }

    mutating func add(microseconds: UInt64) {
        self.microseconds &+= microseconds
    }

    package var total: UInt64 { counts.reduce(0, &+) }

    /// What came since `earlier`; a count that seems to have gone back stands for none.
    func since(_ earlier: DurationHistogram) -> DurationHistogram {
        func difference(_ now: UInt64, _ before: UInt64) -> UInt64 { now > before ? now - before : 0 }
        return DurationHistogram(
            counts: zip(counts, earlier.counts).map(difference),
            microseconds: difference(microseconds, earlier.microseconds))
    }

    /// Seconds that a share of the connections did not exceed, as far as the classes tell: taken to be spread evenly over
    /// theirs, as Prometheus does. nil where there were none.
    package func quantile(_ share: Double) -> Double? {
        let total = total
        guard total > 0 else { return nil }
        var rank = share * Double(total)
        var lower: UInt64 = 0
        for place in 0..<Self.bounds.count {
            let (count, upper) = (Double(counts[place]), Self.bounds[place])
            if count > 0, rank <= count {
                return (Double(lower) + Double(upper - lower) * rank / count) / Self.nanoseconds
            }
            rank -= count
            lower = upper
        }
        return Double(lower) / Self.nanoseconds
    }

    /// For each class, the seconds that it goes up to, nil for the last, and how many took no longer.
    /// - Parameter ended: how many there were. Those whose worker could not tell how long they took are with the last.
    package func cumulative(of ended: UInt64) -> [(seconds: Double?, count: UInt64)] {
        var count: UInt64 = 0
        return counts.indices.map { place in
            count &+= counts[place]
            let isLast = place == Self.bounds.count
            return isLast ? (nil, max(ended, count)) : (Double(Self.bounds[place]) / Self.nanoseconds, count)
        }
    }

    private static let nanoseconds = 1e9
}
