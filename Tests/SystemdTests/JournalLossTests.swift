import TestSupport
import Testing

@Suite("A journal that is slow or gone", .needsMountNamespace)
struct JournalLossTests {
    @Test("a full queue stops nobody: what does not fit is lost and counted, what fits is there")
    func full() throws {
        let journal = try FakeJournal()
        let outcome = try Fixture.run("flood", "10000", journal: journal.folder)
        let sent = try count("sent", outcome)
        let lost = try count("lost", outcome)
        #expect(sent + lost == 10_000)
        #expect(lost > 0)
        #expect(outcome.lines.contains("reasons [\"Resource temporarily unavailable\"]"))
        #expect(outcome.lines.last == "leaked 0")
        let entries = try journal.receiver.entries()
        #expect(entries.map { $0["MESSAGE"] } == (0..<sent).map { "record \($0)" })
    }

    @Test("a journald that was killed loses every record, and each is counted")
    func refused() throws {
        let folder = try FakeJournal().killed()
        let outcome = try Fixture.run("flood", "100", journal: folder.path)
        #expect(try count("lost", outcome) == 100)
        #expect(outcome.lines.contains("reasons [\"Connection refused\"]"))
    }

    @Test("without journald every record is lost and counted, though libsystemd calls that a success")
    func missing() throws {
        let folder = try TemporaryFolder()
        let outcome = try Fixture.run("flood", "100", journal: folder.path)
        #expect(try count("lost", outcome) == 100)
        #expect(outcome.lines.contains("reasons [\"No such file or directory\"]"))
    }

    private func count(_ word: String, _ outcome: Outcome) throws -> Int {
        let line = try #require(outcome.lines.first { $0.hasPrefix("\(word) ") })
        return try #require(Int(line.dropFirst(word.count + 1)))
    }
}
