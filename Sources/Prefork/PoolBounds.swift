/// The numbers of workers that a pool is kept within: as its configuration says, or as somebody has scaled it since.
package struct PoolBounds: Hashable, Sendable {
    package var min: Int
    /// nil where it follows: from what the daemon is given, or from the minimum of a fixed pool.
    package var max: Int?

    package init(min: Int, max: Int?) {
        self.min = min
        self.max = max
    }
}

extension PoolBounds {
    private static let automatic = "auto"

    init?(_ text: String) {
        let words = text.split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 2, let min = Int(words[0]) else { return nil }
        let max = Int(words[1])
        guard max != nil || words[1] == Self.automatic else { return nil }
        self.init(min: min, max: max)
    }

    var text: String { "\(min)-\(max.map { "\($0)" } ?? Self.automatic)" }
}
