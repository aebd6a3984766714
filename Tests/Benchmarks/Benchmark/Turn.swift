/// When a sample was taken. In a round, servers that are compared closely take turns in slices of it.
package struct Turn: Hashable, Comparable, Sendable {
    package let round: Int
    package let slice: Int

    package init(round: Int, slice: Int = 0) {
        self.round = round
        self.slice = slice
    }

    package static func < (first: Turn, second: Turn) -> Bool {
        (first.round, first.slice) < (second.round, second.slice)
    }
}

extension Dictionary<Turn, Double> {
    /// One value for each round, the median of its slices: those of one round are no witnesses independent of each other.
    package var ofRounds: [Double] {
        let rounds: [Int: [Element]] = .init(grouping: self) { $0.key.round }
        return rounds.values.compactMap { Summary($0.map(\.value))?.median }
    }
}
