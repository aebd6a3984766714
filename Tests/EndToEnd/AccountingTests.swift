import LinuxSystem
import SystemPackage
import Testing

@Suite("Accounting", .daemonLogs, .needsIPv6)
struct AccountingTests {
    private static func configuration(_ accounting: String) -> String {
        """
        [daemon]
        log-level = "debug"
        [service.echo]
        listen = ["127.0.0.1:0", "[::1]:0"]
        handler = "echo"
        accounting = "\(accounting)"
        workers = { min = 1, max = 1 }
        """
    }

    /// A connection that is served, one that its client breaks off in the middle, and one that is served again.
    private func connect(_ daemon: DaemonProcess) throws {
        let address = try daemon.address("echo")
        let first = try TestClient(address)
        #expect(try first.exchange("hello") == "hello")
        first.close()
        let second = try TestClient(address)
        #expect(try second.exchange("hi") == "hi")
        second.reset()
        let third = try TestClient(try daemon.address("echo", number: 2))
        #expect(try third.exchange("good day") == "good day")
        third.close()
        // The worker has counted all of them once it takes another one, which never ends by itself.
        #expect(try TestClient(address).exchange("x") == "x")
    }

    private func records(_ daemon: DaemonProcess) throws -> [String] {
        try connect(daemon)
        #expect(try daemon.stop() == .exited(0))
        return daemon.log.texts.filter { $0.contains("PREFORKD_CONNECTION=") }
    }

    @Test("\"all\" gives each connection its record, with peer, bytes, duration and outcome")
    func all() throws {
        let daemon = try DaemonProcess(Self.configuration("all"))
        let records = try records(daemon)
        #expect(records.count == 4)
        let served = try #require(records.first)
        #expect(served.contains(#/ info +echo: 127\.0\.0\.1:\d+ served, 5 bytes in, 5 out, \d+\.\d+ ms /#))
        for field in [
            "BYTES_RECEIVED=5", "BYTES_SENT=5", "REMOTE_ADDR=127.0.0.1", "PREFORKD_CONNECTION=1",
            "PREFORKD_SERVICE=echo", "PREFORKD_SLOT=0", "PREFORKD_GENERATION=1",
        ] {
            #expect(served.contains(" \(field) "), "\(field)")
        }
        #expect(served.contains(#/ DURATION_USEC=\d+ /#))
        #expect(served.contains(#/ REMOTE_PORT=\d+ /#))
        #expect(records[1].contains(/127\.0\.0\.1:\d+ failed: Connection reset by peer, 2 bytes in, 2 out/))
        #expect(records[2].contains(#/ info +echo: \[::1\]:\d+ served, 8 bytes in, 8 out/#))
        #expect(records[2].contains(" REMOTE_ADDR=::1 "))
    }

    @Test("\"errors\" gives a record to those that failed only")
    func errors() throws {
        let records = try records(DaemonProcess(Self.configuration("errors")))
        #expect(records.count == 1)
        #expect(records.first?.contains(" failed: Connection reset by peer") == true)
    }

    @Test("\"off\" gives no connection a record, and counts them all the same")
    func off() throws {
        let daemon = try DaemonProcess(Self.configuration("off"))
        #expect(try records(daemon) == [])
        let last = try #require(daemon.log.texts.last)
        #expect(last.contains("stopped after 4 connections (3 served, 1 failed, 0 crashed), 16 bytes in, 16 out"))
    }

    @Test("in the journal a connection's record has the promised fields, and no others of ours", .needsJournalFolder)
    func journal() throws {
        let journal = try FakeJournal()
        var setup = DaemonSetup(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            accounting = "all"
            workers = { min = 1, max = 1 }
            """)
        setup.journal = journal
        let daemon = try setup.start()
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        let port = try Socket.localAddress(client.number).port
        client.close()
        let record = try journal.wait("the record of a connection") { $0["PREFORKD_CONNECTION"] != nil }
        let expected = [
            "SYSLOG_IDENTIFIER": "preforkd", "PRIORITY": "6", "MESSAGE_ID": "9d509053f8b049b3a85aca23aeb37b55",
            "PREFORKD_SERVICE": "echo", "PREFORKD_WORKER": daemon.workers.first.map { "\($0)" },
            "PREFORKD_SLOT": "0", "PREFORKD_GENERATION": "1", "PREFORKD_CONNECTION": "1",
            "REMOTE_ADDR": "127.0.0.1", "REMOTE_PORT": port.map { "\($0)" },
            "BYTES_RECEIVED": "5", "BYTES_SENT": "5",
        ]
        for (name, value) in expected { #expect(record[name] == value, "\(name)") }
        #expect(try #require(record["DURATION_USEC"].flatMap { Int($0) }) > 0)
        #expect(record["MESSAGE"]?.hasPrefix("echo: 127.0.0.1:") == true)
        for name in ["CODE_FILE", "CODE_LINE", "CODE_FUNC"] { #expect(record[name]?.isEmpty == false) }
        let known = Set(expected.keys).union([
            "DURATION_USEC", "CPU_USEC", "MESSAGE", "CODE_FILE", "CODE_LINE", "CODE_FUNC", "LOGGER",
        ])
        #expect(Set(record.fields.keys) == known)
    }
}
