import TestSupport
import Testing

@Suite("swift-log to the journal", .needsMountNamespace)
struct JournalLogHandlerTests {
    @Test("an event becomes a record whose metadata are fields")
    func event() throws {
        let entry = try entries(
            "log", "journal", "info", "notice", "served",
            "remote-addr=192.0.2.7", "message-id=0123456789abcdef0123456789abcdef", "message=mine"
        ).first
        let expected = [
            "MESSAGE": "served", "PRIORITY": "5", "SYSLOG_IDENTIFIER": "fixture", "LOGGER": "scene",
            "REMOTE_ADDR": "192.0.2.7", "MESSAGE_ID": "0123456789abcdef0123456789abcdef", "FIELD_MESSAGE": "mine",
            "CODE_FILE": "smile/Greeting.swift", "CODE_LINE": "42", "CODE_FUNC": "serve()",
        ]
        for (key, value) in expected { #expect(entry?[key] == value, "\(key)") }
        #expect(entry?.fields.count == expected.count)
    }

    @Test(
        "each level has its priority",
        arguments: [
            ("trace", "7"), ("debug", "7"), ("info", "6"), ("notice", "5"), ("warning", "4"), ("error", "3"),
            ("critical", "2"),
        ])
    func priority(level: String, priority: String) throws {
        #expect(try entries("log", "journal", "trace", level, "x").map { $0["PRIORITY"] } == [priority])
    }

    @Test("the statement's metadata wins over the provider's, and that over the logger's")
    func layers() throws {
        let entries = try entries("log-layers", "journal")
        try #require(entries.map { $0["MESSAGE"] } == ["first", "second"])
        #expect(entries.map { $0["WHO"] } == ["statement", "provider"])
        #expect(entries.map { $0["PROVIDED"] } == ["yes", "yes"])
        #expect(entries.map { $0["OWN"] } == [#"["list", "of", "3"]"#, "copy"])
        #expect(entries.map { $0["FIELD_PRIORITY"] } == ["9", "9"])
        #expect(entries.map { $0["PRIORITY"] } == ["6", "3"])
    }

    @Test("an error has its text and type")
    func error() throws {
        let entry = try #require(try entries("log-error", "journal").first)
        #expect(entry["ERROR"] == "the peer refused")
        #expect(entry["ERROR_TYPE"]?.hasSuffix("Refused") == true)
    }

    @Test("each record that could not be written is told")
    func loss() throws {
        let folder = try TemporaryFolder()
        let outcome = try Fixture.run("log-many", "journal", "25", "10", journal: folder.path)
        #expect(outcome.lines == ["losses 25"])
    }

    private func entries(_ arguments: String...) throws -> [JournalEntry] {
        let journal = try FakeJournal()
        let outcome = try Fixture.run(arguments, journal: journal.folder)
        #expect(outcome.lines == ["losses 0"])
        return try journal.receiver.entries()
    }
}
