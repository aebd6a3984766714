import Glibc
import LinuxSystem
import Testing

@Suite("swift-log to stderr")
struct StandardErrorLogHandlerTests {
    @Test("a line has the time in UTC, the level in a column of its own, and the message")
    func form() throws {
        let before = "\(UTCTimestamp.now())"
        let line = try #require(try lines("log", "stderr", "info", "notice", "listening on 127.0.0.1:7890").first)
        let after = "\(UTCTimestamp.now())"
        let time = String(line.prefix(before.count))
        #expect(before <= time && time <= after)
        #expect(line.dropFirst(before.count) == " notice   listening on 127.0.0.1:7890")
    }

    @Test("the fields stand behind the message at level debug only", arguments: ["debug", "trace", "info"])
    func fields(level: String) throws {
        let line = try #require(
            try lines("log", "stderr", level, "error", "failed", "service=smile", "text=two words", "none=").first)
        let fields = #" NONE="" SERVICE=smile TEXT="two words" LOGGER=scene"#
        let place = " CODE_FILE=smile/Greeting.swift CODE_LINE=42 CODE_FUNC=serve()"
        #expect(line.hasSuffix(" error    failed" + (level == "info" ? "" : fields + place)))
    }

    @Test(
        "control characters are escaped, in the message and in values",
        arguments: [
            ("two\nlines", #"two\nlines"#, #""two\nlines""#),
            ("tab\tand\r", #"tab\tand\r"#, #""tab\tand\r""#),
            ("\u{1b}[2J", #"\u{1b}[2J"#, #""\u{1b}[2J""#),
            ("\u{7f}\u{9b}\u{2028}", #"\u{7f}\u{9b}\u{2028}"#, #""\u{7f}\u{9b}\u{2028}""#),
            (#"say "no" \"#, #"say "no" \"#, #""say \"no\" \\""#),
            ("a=b", "a=b", #""a=b""#),
            ("Größe 🙂", "Größe 🙂", #""Größe 🙂""#),
        ])
    func escapes(text: String, message: String, value: String) throws {
        let found = try lines("log", "stderr", "debug", "info", text, "v=\(text)")
        try #require(found.count == 1)
        #expect(found[0].contains(" info     \(message) V=\(value) LOGGER="))
    }

    @Test("a line too long is cut between characters at 4096 bytes", arguments: 0..<4)
    func cut(offset: Int) throws {
        let message = String(repeating: "a", count: offset) + String(repeating: "🙂", count: 2_000)
        let line = try #require(try lines("log", "stderr", "info", "info", message).first)
        #expect(line.hasSuffix("🙂…"))
        #expect(!line.contains("\u{fffd}"))
        #expect((4_092...4_095).contains(line.utf8.count))
    }

    @Test("a line of exactly 4096 bytes is whole")
    func exact() throws {
        let rest = 4_096 - "2026-11-20T18:40:01.123Z info     \n".utf8.count
        let whole = try #require(try lines("log", "stderr", "info", "info", String(repeating: "a", count: rest)).first)
        #expect(whole.utf8.count == 4_095)
        #expect(whole.hasSuffix("a"))
        let cut = try #require(
            try lines("log", "stderr", "info", "info", String(repeating: "a", count: rest + 1)).first)
        #expect(cut.utf8.count == 4_095)
        #expect(cut.hasSuffix("a…"))
    }

    @Test("metadata is merged as for the journal")
    func layers() throws {
        let found = try lines("log-layers", "stderr")
        try #require(found.count == 2)
        let merged = #"first BOTH=provider OWN="[\"list\", \"of\", \"3\"]" FIELD_PRIORITY=9 PROVIDED=yes WHO=statement"#
        #expect(found[0].contains(merged))
        #expect(found[1].hasSuffix(" error    second"))
    }

    private func lines(_ arguments: String...) throws -> [String] {
        let pipe = try Pipe()
        let outcome = try Command(arguments: [Fixture.path] + arguments, descriptors: [2: pipe.writeEnd.rawValue]).run()
        #expect(outcome.lines == ["losses 0"])
        return try pipe.contents().split(separator: "\n").map(String.init)
    }
}
