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
