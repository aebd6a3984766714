/// How a request ended: the last line of every reply, so that one which was cut off is never taken for a whole one.
package enum ReplyEnd: Hashable, Sendable {
    case ok
    /// It could not be done; why, in one line or several.
    case failed([String])
    /// Whoever asked may not.
    case refused([String])

    private static let name = "end"
    private static let reasons = "reasons"

    package var json: JSON {
        let (word, lines) =
            switch self {
            case .ok: ("ok", [String]())
            case .failed(let reasons): ("failed", reasons)
            case .refused(let reasons): ("refused", reasons)
            }
        let end = JSON.Member(Self.name, .string(word))
        return .object(lines.isEmpty ? [end] : [end, JSON.Member(Self.reasons, lines.json)])
    }

    /// nil: a line that is no end.
    package init?(json: JSON) {
        let reasons = json[Self.reasons].flatMap([String].init(json:)) ?? []
        switch json[Self.name] {
        case .string("ok"): self = .ok
        case .string("failed"): self = .failed(reasons)
        case .string("refused"): self = .refused(reasons)
        default: return nil
        }
    }
}
