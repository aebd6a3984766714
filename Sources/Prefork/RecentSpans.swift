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
