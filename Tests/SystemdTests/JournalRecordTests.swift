import Testing

@Suite("What arrives at the journal", .needsMountNamespace)
struct JournalRecordTests {
    @Test("a record has its message, priority, identifier and fields")
    func fields() throws {
        let journal = try FakeJournal()
        let outcome = try Fixture.run(
            "send", "5", "hello = world", "REMOTE_ADDR=192.0.2.7", "odd key=a=b", journal: journal.folder)
        #expect(outcome.lines == ["sent"])
        let entries = try journal.receiver.entries()
        try #require(entries.count == 1)
        #expect(entries[0]["MESSAGE"] == "hello = world")
        #expect(entries[0]["PRIORITY"] == "5")
        #expect(entries[0]["SYSLOG_IDENTIFIER"] == "fixture")
        #expect(entries[0]["REMOTE_ADDR"] == "192.0.2.7")
        #expect(entries[0]["ODD_KEY"] == "a=b")
        #expect(entries[0].fields.count == 5)
    }

    @Test("values may hold any bytes, and a key several values")
    func binary() throws {
        let journal = try FakeJournal()
        #expect(try Fixture.run("binary", journal: journal.folder).lines == ["sent"])
        let entry = try #require(try journal.receiver.entries().first)
        #expect(entry["MESSAGE"] == "two\nlines")
        #expect(entry.values("BYTES") == [[0, 10, 61, 255]])
        #expect(entry.inBinaryForm == ["MESSAGE", "BYTES"])
        #expect(entry["EMPTY"] == "")
        #expect(entry["COUNT"] == "7")
        #expect(entry.values("TWICE") == [Array("a".utf8), Array("b".utf8)])
        #expect(entry["SYSLOG_IDENTIFIER"] == "journal-fixture")
    }

    @Test("a record too big for a datagram arrives as a file")
    func large() throws {
        let journal = try FakeJournal()
        let length = 20_000_000
        #expect(try Fixture.run("large", "\(length)", journal: journal.folder).lines == ["sent"])
        let entry = try #require(try journal.receiver.entries().first)
        let message = try #require(entry.values("MESSAGE").first)
        #expect(message.count == length)
        #expect(message.allSatisfy { $0 == UInt8(ascii: "x") })
    }
}
