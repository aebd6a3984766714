/// A span of time that somebody counted in, in one word: whoever comes first writes it at once or not at all.
struct SpanMark: Hashable {
    /// Which one it is, and the number of the last connection before it, each as far as its bits go; and whether what was
    /// counted before it is noted.
    let word: UInt64

    private static let connectionBits: UInt64 = 35
    private static let connectionMask: UInt64 = 1 << connectionBits - 1
    /// Of 5 s each, in 28 bits: they come again after 42 years.
    private static let spanMask: UInt64 = 1 << 28 - 1
    private static let wholeBit: UInt64 = 1 << 63

    init(word: UInt64) {
        self.word = word
    }

    init(span: UInt64, lastConnection: UInt64) {
        word = (span & Self.spanMask) << Self.connectionBits | lastConnection & Self.connectionMask
    }

    var isWhole: Bool { word & Self.wholeBit != 0 }
    var whole: SpanMark { SpanMark(word: word | Self.wholeBit) }

    func isOf(_ span: UInt64) -> Bool { distance(to: span) == 0 }

    /// Whether it is of a span before that one, so that whoever is late does not bring an old one back.
    func isBefore(_ span: UInt64) -> Bool { (1...Self.spanMask / 2).contains(distance(to: span)) }

    private func distance(to span: UInt64) -> UInt64 { (span &- word >> Self.connectionBits) & Self.spanMask }

    /// How many connections began from here on until another had the number `last`.
    func connections(until last: UInt64) -> Int { Int((last &- word) & Self.connectionMask) }

    var lastConnection: UInt64 { word & Self.connectionMask }
}
