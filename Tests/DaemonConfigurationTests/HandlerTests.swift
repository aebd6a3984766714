import Testing

@testable import DaemonConfiguration

@Suite("A handler and the keys that belong to it")
struct HandlerTests {
    static let table: [(String, [String])] = [
        ("handler = \"echo\"\nmessage = \"x\"", ["main.toml:4:1: \"message\" is not used by handler \"echo\""]),
        ("handler = \"echo\"\nquotes = [\"x\"]", ["main.toml:4:1: \"quotes\" is not used by handler \"echo\""]),
        (
            "handler = \"greeting\"\nquotes = [\"x\"]",
            [
                "main.toml:1:10: \"message\" is missing in [service.a]",
                "main.toml:4:1: \"quotes\" is not used by handler \"greeting\"",
            ]
        ),
        ("handler = \"qotd\"", ["main.toml:1:10: \"quotes\" is missing in [service.a]"]),
        ("handler = \"qotd\"\nquotes = []", ["main.toml:4:10: \"quotes\" must not be empty"]),
        (
            "handler = \"qotd\"\nquotes = \"x\"",
            ["main.toml:4:10: \"quotes\" must be an array of strings, not a string"]
        ),
        (
            "handler = \"qotd\"\nquotes = [\"x\", \"\", 1]",
            [
                "main.toml:4:16: each of \"quotes\" must be 1 to 510 bytes long, not 0",
                "main.toml:4:20: \"quotes\" must be an array of strings, not an integer",
            ]
        ),
        (
            "handler = \"qotd\"\nquotes = [\"\(String(repeating: "q", count: 511))\"]",
            ["main.toml:4:11: each of \"quotes\" must be 1 to 510 bytes long, not 511"]
        ),
        ("handler = \"qotd\"\nquotes = [\"\(String(repeating: "q", count: 510))\"]", []),
        ("handler = \"status\"", []),
        ("handler = \"status\"\nhosts = [\"a.example\", \"b_1\"]", []),
        ("handler = \"metrics\"\nhosts = [\"a.example\"]", []),
        ("handler = \"echo\"\nhosts = [\"a\"]", ["main.toml:4:1: \"hosts\" is not used by handler \"echo\""]),
        (
            "handler = \"metrics\"\nhosts = [\"a:80\", \"\"]",
            [
                "main.toml:4:10: \"hosts\": \"a:80\" is no name of a host",
                "main.toml:4:18: \"hosts\": \"\" is no name of a host",
            ]
        ),
        (
            "handler = \"status\"\nmessage = \"x\"\ncommand = [\"/bin/true\"]\nready = \"exec\"",
            [
                "main.toml:4:1: \"message\" is not used by handler \"status\"",
                "main.toml:5:1: \"command\" is not used by handler \"status\"",
                "main.toml:6:1: \"ready\" is not used by handler \"status\"",
            ]
        ),
        ("handler = \"statsu\"", ["main.toml:3:11: unknown handler \"statsu\"; did you mean \"status\"?"]),
        ("message = \"x\"", ["main.toml:1:10: \"handler\" is missing in [service.a]"]),
        ("handler = \"ecko\"\nmessage = \"x\"", ["main.toml:3:11: unknown handler \"ecko\"; did you mean \"echo\"?"]),
        ("handler = \"greeting\"\nmessage = 5", ["main.toml:4:11: \"message\" must be a string, not an integer"]),
        ("handler = \"greeting\"\nmessage = \"\"", []),
    ]

    @Test("what it needs is required, what it does not use is refused", arguments: table)
    func keys(lines: String, expected: [String]) throws {
        #expect(try errors(in: "[service.a]\nlisten = \"*:7\"\n\(lines)\n") == expected)
    }

    @Test("an empty service misses its listener and its handler, at its own place")
    func missing() throws {
        #expect(
            try errors(in: "\n[service.a]\n") == [
                "main.toml:2:10: \"listen\" is missing in [service.a]",
                "main.toml:2:10: \"handler\" is missing in [service.a]",
            ])
    }
}
