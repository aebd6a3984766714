/// What the samples of several rounds say together: the middle, and how far they lie apart.
package struct Summary: Equatable, Sendable {
    package let median: Double
    package let lowest: Double
    package let highest: Double

    /// nil where there is no sample.
    package init?(_ samples: [Double]) {
        let sorted = samples.sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return nil }
        (self.lowest, self.highest) = (lowest, highest)
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// How often another one fits in this one; nil where that means nothing.
    package func ratio(to other: Summary) -> Double? {
        other.median > 0 ? median / other.median : nil
    }
}

/// Values of one run by rank.
package struct Ranking: Sendable {
    private let sorted: [UInt64]

    package init(_ values: [UInt64]) {
        sorted = values.sorted()
    }

    /// The smallest value that is not exceeded by this part of all, as in 0.99; nil where there is none.
    package func percentile(_ part: Double) -> UInt64? {
        precondition(0...1 ~= part)
        guard !sorted.isEmpty else { return nil }
        let rank = Int((part * Double(sorted.count)).rounded(.up))
        return sorted[max(rank, 1) - 1]
    }
}
