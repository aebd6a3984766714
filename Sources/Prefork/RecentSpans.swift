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

/// What the marks of the last spans say about them.
struct RecentSpans {
    /// How many are kept: those that are told, and a few that may be under way.
    static let kept = 64
    /// How many are told.
    static let told = 60
    /// Nanoseconds.
    static let length: UInt64 = 5_000_000_000
    /// What counts as lately, besides the span that is under way.
    private static let window: UInt64 = 12

    private let marks: [SpanMark]
    private let now: UInt64

    /// - Parameters:
    ///   - marks: each in its place.
    ///   - now: in monotonic nanoseconds.
    init(_ marks: [SpanMark], at now: UInt64) {
        precondition(marks.count == Self.kept, "a mark for each span that is kept")
        self.marks = marks
        self.now = Self.span(at: now)
    }

    static func span(at time: UInt64) -> UInt64 { time / length }

    static func place(of span: UInt64) -> Int { Int(span % UInt64(kept)) }

    private func mark(of span: UInt64) -> SpanMark? {
        let mark = marks[Self.place(of: span)]
        return mark.isOf(span) ? mark : nil
    }

    /// How many connections began in each span that is told, the oldest first and the one under way last.
    func begun(lastConnection: UInt64) -> [Int] {
        var next = lastConnection
        // Somebody's clock may have been looked at after ours.
        if let mark = mark(of: now &+ 1) { next = mark.lastConnection }
        var counts: [Int] = []
        for age in 0..<UInt64(Self.told) {
            guard age <= now, let mark = mark(of: now - age) else {
                counts.append(0)
                continue
            }
            counts.append(mark.connections(until: next))
            next = mark.lastConnection
        }
        return counts.reversed()
    }

    /// Where it is noted what there was before the last minute; nil: nothing has happened since.
    ///
    /// Nobody ends or begins a connection in a span without a mark, so the first that has one will do.
    var lately: Int? {
        (0...min(Self.window, now)).reversed().lazy.map { now - $0 }
            .first { mark(of: $0)?.isWhole ?? false }.map(Self.place)
    }
}
