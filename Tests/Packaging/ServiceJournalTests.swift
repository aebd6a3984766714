import Daemon
import LinuxSystem
import Testing

@Suite("The journal of the service", .needsMachine)
struct ServiceJournalTests {
    @Test("a connection has its record, with every field that the documents promise")
    func connection() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("preforkctl", "connect", "127.0.0.1")
        let records = try machine.records(.connection)
        let record = try #require(records.first)
        #expect(records.count == 1)
        let exact = [
            "_SYSTEMD_UNIT": "preforkd.service", "SYSLOG_IDENTIFIER": "preforkd", "PRIORITY": "6",
            "PREFORKD_SERVICE": "smile", "PREFORKD_CONNECTION": "1", "PREFORKD_GENERATION": "1",
            "REMOTE_ADDR": "127.0.0.1", "BYTES_SENT": "22", "BYTES_RECEIVED": "0",
        ]
        for (name, value) in exact { #expect(record[name] == value, "\(name)") }
        #expect(record["PREFORKD_WORKER"] == record["_PID"])
        for name in ["PREFORKD_SLOT", "REMOTE_PORT", "DURATION_USEC", "CODE_LINE"] {
            #expect(record[name].flatMap { UInt64($0) } != nil, "\(name)")
        }
        #expect(record["CODE_FILE"]?.hasSuffix(".swift") == true)
        #expect(record["CODE_FUNC"]?.isEmpty == false)
    }

    @Test("journalctl -u preforkd -o json shows the same fields")
    func json() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("preforkctl", "connect")
        try machine.succeed("journalctl", "--sync")
        let lines = try machine.run(
            "journalctl", "-u", "preforkd", "-o", "json", "MESSAGE_ID=\(EventKind.connection.rawValue)"
        ).lines
        #expect(lines.count == 1)
        for text in ["\"PREFORKD_SERVICE\":\"smile\"", "\"BYTES_SENT\":\"22\"", "\"REMOTE_ADDR\":\"127.0.0.1\""] {
            #expect(lines.first?.contains(text) == true, "\(lines)")
        }
    }

    @Test("journalctl -x explains each kind of record with the catalog's text, its fields filled in")
    func catalog() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("preforkctl", "connect")
        try machine.succeed("journalctl", "--sync")
        let connection = try machine.succeed("journalctl", "-x", "MESSAGE_ID=\(EventKind.connection.rawValue)")
        #expect(connection.contains("Defined-By: preforkd"))
        #expect(connection.contains("22 bytes"), "\(connection)")
        #expect(!connection.contains("@"), "a field that the text has and the record has not: \(connection)")
        let known = try machine.succeed("journalctl", "--list-catalog")
        for kind in EventKind.allCases { #expect(known.contains(kind.rawValue), "\(kind)") }
    }

    @Test("journald drops no record for their number, however low its own limit is")
    func noRateLimit() throws {
        let machine = try Machine.withPackage()
        // journald multiplies its limit where the disk has room, here by about four.
        try machine.write("/etc/systemd/journald.conf.d/limit.conf", "[Journal]\nRateLimitBurst=100\n")
        try machine.succeed("systemctl", "restart", "systemd-journald")
        try machine.succeed(
            "bash", "-c",
            """
            for i in {1..2000}; do
                exec 5<>/dev/tcp/127.0.0.1/7890; read -r line <&5; exec 5>&-
                [ "$line" = "Smile from the server" ] || exit 1
            done
            """)
        // Once it has stopped, every worker has written what it had to write.
        try machine.succeed("systemctl", "stop", "preforkd")
        let recorded = try machine.records(.connection).count
        let summary = try #require(try machine.records(.stopped).last?["MESSAGE"])
        // Where the machine is so busy that journald falls behind.
        let lost = summary.firstMatch(of: /([0-9]+) log records? lost/).flatMap { Int($0.1) } ?? 0
        #expect(recorded + lost >= 2_000, "\(recorded) recorded; \(summary)")
        let suppressed = try machine.records("SYSLOG_IDENTIFIER=systemd-journald").filter {
            $0["MESSAGE"]?.contains("Suppressed") == true
        }
        #expect(suppressed.isEmpty)
    }
}
