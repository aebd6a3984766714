import LinuxSystem
import Testing

@Suite("What is recorded of a program", .daemonLogs)
struct ProgramRecordTests {
    private static func setup(_ script: String, accounting: String = "all") -> DaemonSetup {
        DaemonSetup(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/sh", "-c", '''\(script)''']
            accounting = "\(accounting)"
            workers = { min = 1, max = 4 }
            """)
    }

    private func answer(_ daemon: DaemonProcess, to text: String = "") throws -> String {
        let client = try TestClient(daemon.address("program"))
        try client.send(text)
        try client.closeWriting()
        return try client.receiveToEnd()
    }

    @Test(
        "a record of those that are to have one, with its end and bytes both ways; the totals count all",
        arguments: [("off", 0), ("errors", 2), ("all", 3)])
    func accounting(accounting: String, count: Int) throws {
        let script = "read line; echo 1234; case $line in bad) exit 3;; kill) kill -USR1 $$;; esac"
        let daemon = try Self.setup(script, accounting: accounting).start()
        for word in ["good", "bad", "kill"] { #expect(try answer(daemon, to: "\(word)\n") == "1234\n") }
        #expect(try daemon.stop() == .exited(0))
        let texts = daemon.log.texts
        let records = texts.filter { $0.contains(" program: 127.0.0.1:") }
        #expect(records.count == count)
        // Each may have a worker of its own, and workers write when they come to it.
        let ends = [
            " failed: the program exited with status 3, 4 bytes in, 5 out, ",
            " failed: the program was killed by signal USR1, 5 bytes in, 5 out, ", " served, 5 bytes in, 5 out, ",
        ]
        for end in ends.prefix(count) { #expect(records.contains { $0.contains(end) }, "\(end)") }
        #expect(texts.last?.contains("3 connections (1 served, 2 failed, 0 crashed), 14 bytes in, 15 out") == true)
    }

    @Test(
        "in the journal it has the promised fields, and no others of ours", .needsJournalFolder,
        arguments: [("exit 3", "EXIT_STATUS", "3"), ("kill -USR1 $$", "EXIT_SIGNAL", "USR1")])
    func fields(end: String, name: String, value: String) throws {
        let journal = try FakeJournal()
        var setup = Self.setup("read line; echo hello >&2; echo 1234; \(end)")
        setup.journal = journal
        let daemon = try setup.start()
        #expect(try answer(daemon, to: "hi\n") == "1234\n")
        let record = try journal.wait("the record of the connection") { $0["DURATION_USEC"] != nil }
        let expected = [
            "SYSLOG_IDENTIFIER": "preforkd", "PRIORITY": "6", "MESSAGE_ID": "9d509053f8b049b3a85aca23aeb37b55",
            "PREFORKD_SERVICE": "program", "PREFORKD_SLOT": "0", "PREFORKD_GENERATION": "1",
            "PREFORKD_CONNECTION": "1", "REMOTE_ADDR": "127.0.0.1", "BYTES_RECEIVED": "3", "BYTES_SENT": "5",
            name: value,
        ]
        for (name, value) in expected { #expect(record[name] == value, "\(name)") }
        for name in ["DURATION_USEC", "CPU_USEC", "MAX_RSS", "REMOTE_PORT", "PREFORKD_WORKER"] {
            #expect(try #require(record[name].flatMap { Int($0) }) > 0, "\(name)")
        }
        let known = Set(expected.keys).union([
            "DURATION_USEC", "CPU_USEC", "MAX_RSS", "REMOTE_PORT", "PREFORKD_WORKER", "MESSAGE", "CODE_FILE",
            "CODE_LINE", "CODE_FUNC", "LOGGER",
        ])
        #expect(Set(record.fields.keys) == known)
        let line = try journal.wait("the line") { $0["MESSAGE"] == "program: connection 1: hello" }
        for name in ["PREFORKD_CONNECTION", "PREFORKD_SERVICE", "REMOTE_ADDR", "REMOTE_PORT"] {
            #expect(line[name] == record[name], "\(name)")
        }
    }

    @Test("what it writes to its stderr is told line by line, and nothing of it is lost")
    func lines() throws {
        let script = """
            echo first >&2; head -c 2000 /dev/zero | tr '\\0' x >&2; echo >&2; printf 'a\\377b\\033\\tc' >&2
            """
        let daemon = try Self.setup(script).start()
        #expect(try answer(daemon) == "")
        #expect(try daemon.stop() == .exited(0))
        let mark = " program: connection 1: "
        let lines = daemon.log.texts.compactMap { text in
            text.firstRange(of: mark).map { text[$0.upperBound...].split(separator: " ").first.map(String.init) ?? "" }
        }
        #expect(lines.count == 5)
        #expect(lines.first == "first")
        #expect(lines.dropFirst().dropLast().joined().filter { $0 == "x" }.count == 2_000)
        #expect(lines.last?.hasPrefix("a\\xFFb\\x1B\\tc") == true)
    }

    @Test("in the journal a line may be long, of any bytes, and without an end", .needsJournalFolder)
    func journal() throws {
        let journal = try FakeJournal()
        var setup = Self.setup(
            "head -c 100000 /dev/zero | tr '\\0' x >&2; printf '\\na\\377b\\033c\\0\\nno newline' >&2")
        setup.journal = journal
        let daemon = try setup.start()
        #expect(try answer(daemon) == "")
        #expect(try daemon.stop() == .exited(0))
        let mark = "program: connection 1: "
        let lines = journal.records.value.compactMap { $0["MESSAGE"] }.filter { $0.hasPrefix(mark) }
            .map { String($0.dropFirst(mark.count)) }
        let (long, piece) = (49_152, String(repeating: "x", count: 49_152) + "…")
        #expect(
            lines == [
                piece, piece, String(repeating: "x", count: 100_000 - 2 * long), "a\\xFFb\\x1Bc\\x00", "no newline",
            ])
    }

    @Test("a flood is limited, and each line is told or counted")
    func flood() throws {
        let daemon = try Self.setup("seq 5000 >&2; sleep 1; echo last >&2; seq 5000 >&2").start()
        #expect(try answer(daemon) == "")
        #expect(try daemon.stop() == .exited(0))
        let texts = daemon.log.texts.filter { $0.contains(" program: connection 1: ") }
        let lines = texts.count { $0.contains(#/ connection 1: (\d+|last)( |$)/#) && !$0.contains(" more lines ") }
        let leftOut = texts.compactMap { $0.firstMatch(of: /(\d+) more lines are left out/).flatMap { Int($0.1) } }
        #expect(lines + leftOut.reduce(0, +) == 10_001)
        #expect(lines >= 100 && lines < 1_000)
        #expect(texts.contains { $0.contains(": last") })
    }
}
