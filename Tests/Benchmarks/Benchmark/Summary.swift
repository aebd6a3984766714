/// What the samples of several rounds say together: the middle, and how far they lie apart.
package struct Summary: Equatable, Sendable {
    package let median: Double
    package let lowest: Double
    package let highest: Double
    /// Where the median would lie if there were very many rounds, with 95 in 100 to be right: the binomial sign test's, which
    /// asks nothing of how the samples are spread. Under six rounds can't say so much; then it is the lowest to the highest.
    package let interval: ClosedRange<Double>

    /// nil where there is no sample.
    package init?(_ samples: [Double]) {
        let sorted = samples.sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return nil }
        (self.lowest, self.highest) = (lowest, highest)
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        let outside = Self.outliers(of: sorted.count)
        interval = sorted[outside]...sorted[sorted.count - 1 - outside]
    }

    /// How many of so many samples may be left out at each end.
    private static func outliers(of count: Int) -> Int {
        // The chance that no more than so many lie on one side of the median, for each number in turn.
        var term = (0..<count).reduce(1.0) { part, _ in part / 2 }
        var (chance, outside) = (term, 0)
        while true {
            term *= Double(count - outside) / Double(outside + 1)
            chance += term
            guard 2 * chance <= 0.05 else { return outside }
            outside += 1
        }
    }

    /// How often another one fits in this one; nil where that means nothing.
    package func ratio(to other: Summary) -> Double? {
        other.median > 0 ? median / other.median : nil
    }

    /// As in `21.7 (20.1–24.0)`.
    func text(digits: Int, spread: ClosedRange<Double>) -> String {
        let ends = [spread.lowerBound, spread.upperBound].map { $0.text(digits: digits) }
        return "\(median.text(digits: digits)) (\(ends.joined(separator: "–")))"
    }
}
