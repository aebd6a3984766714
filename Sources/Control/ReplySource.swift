/// What a reply consists of, taken line by line as the client reads, so that no reply is ever whole in memory.
package struct ReplySource {
    /// The next piece; is not asked again after an end.
    package let next: () -> Piece

    package enum Piece {
        case line(JSON)
        /// There is more to come, but not yet.
        case later
        case end(ReplyEnd)
    }

    package init(_ next: @escaping () -> Piece) {
        self.next = next
    }

    package static func end(_ end: ReplyEnd) -> ReplySource {
        ReplySource { .end(end) }
    }

    package static func value(_ value: some JSONConvertible) -> ReplySource {
        rows([value])
    }

    package static func rows(_ rows: [some JSONConvertible]) -> ReplySource {
        var rest = rows[...]
        return ReplySource { rest.popFirst().map { .line($0.json) } ?? .end(.ok) }
    }
}
