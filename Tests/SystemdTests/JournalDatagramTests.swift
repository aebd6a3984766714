import Testing

@testable import Systemd

@Suite("A record that is sent without libsystemd")
struct JournalDatagramTests {
    @Test("is what journald reads, with any bytes in it")
    func datagram() throws {
        var record = JournalRecord(.notice, "two\nlines", identifier: "fixture")
        record.append("EMPTY", "")
        record.append("EQUALS", "a=b")
        record.append("BYTES", bytes: [0, 10, 61, 255])
        let entry = try JournalEntry(record.datagram)
        #expect(entry["MESSAGE"] == "two\nlines" && entry["PRIORITY"] == "5")
        #expect(entry["SYSLOG_IDENTIFIER"] == "fixture" && entry["EMPTY"] == "" && entry["EQUALS"] == "a=b")
        #expect(entry.values("BYTES") == [[0, 10, 61, 255]])
        #expect(entry.inBinaryForm == ["MESSAGE", "BYTES"])
    }
}
