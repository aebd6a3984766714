import Testing

@testable import DaemonConfiguration

@Suite("A suggestion is close to what was written")
struct SuggestionTests {
    static let keys = ["listen", "backlog", "socket", "handler", "message", "workers", "user", "group", "min", "max"]
    static let table: [(String, String?)] = [
        ("lisen", "listen"), ("listne", "listen"), ("LISTEN", "listen"), ("usr", "user"), ("userr", "user"),
        ("work", "workers"), ("mix", "min"), ("mn", "min"), ("banana", nil), ("", nil), ("x", nil),
        ("group-name", "group"), ("messages", "message"), ("zzzzzzz", nil), ("hendlar", "handler"),
    ]

    @Test("a slip or a beginning is recognised, anything else is not", arguments: table)
    func nearest(written: String, expected: String?) {
        #expect(Suggestion.nearest(to: written, among: Self.keys) == expected)
    }

    @Test("the nearest of several wins, and the first of equals")
    func best() {
        #expect(Suggestion.nearest(to: "abcdef", among: ["abcxxf", "abcdxf"]) == "abcdxf")
        #expect(Suggestion.nearest(to: "abcdef", among: ["abcdeg", "abcdex"]) == "abcdeg")
    }
}
