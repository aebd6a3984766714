import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("In the journal", .daemonLogs, .needsJournalFolder)
struct JournalTests {
    @Test("a mistake in the configuration is a record with its file and line")
    func configurationError() throws {
        let journal = try FakeJournal(.sleeps)
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "preforkd.toml", "[service.a]\nlisten = \"127.0.0.1:0\"\nhandler = \"ecko\"\nbacklog = 0\n")
        let records = try run(file, journal, expecting: .exited(78))
        #expect(records.map { $0["CONFIG_LINE"] } == ["3", "4"])
        for record in records {
            #expect(record["CONFIG_FILE"] == file)
            #expect(record["PRIORITY"] == "3")
            #expect(record["MESSAGE_ID"] == "9424906d42cd45ba8a6cc9a099c68bee")
            #expect(record["MESSAGE"]?.hasPrefix("\(file):") == true)
        }
    }

    @Test("a start that the system refused is a record that names the service")
    func refusedStart() throws {
        let other = try Listener("127.0.0.1:0")
        let journal = try FakeJournal(.sleeps)
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "preforkd.toml", "[service.a]\nlisten = \"\(other.address)\"\nhandler = \"echo\"\n")
        let records = try run(file, journal, expecting: .exited(71))
        #expect(records.count == 1)
        #expect(records.first?["PREFORKD_SERVICE"] == "a")
        #expect(records.first?["PRIORITY"] == "3")
        #expect(records.first?["MESSAGE"]?.contains("\(other.address): Address already in use") == true)
        #expect(records.first?["ERRNO"] == "\(Errno.addressInUse.rawValue)")
    }

    /// Runs a daemon that ends by itself, with a stderr that is the journal's.
    private func run(
        _ file: String, _ journal: FakeJournal, expecting status: WaitStatus
    ) throws -> [JournalEntry] {
        let stream = try Pipe()
        let identity = try FileIdentity(of: stream.writeEnd.rawValue)
        var launch = Launch(program: Program.preforkd, arguments: ["--config", file])
        launch.environment = ["JOURNAL_STREAM=\(identity.device):\(identity.inode)"]
        launch.wrappers = [.journal(in: journal.folder.path)]
        launch.descriptors[2] = stream.writeEnd.rawValue
        #expect(try Child(launch).waitForEnd() == status)
        #expect(try !stream.readEnd.isReadable())
        return try journal.wake()
    }

    @Test("what a worker wrote before it died of a trap is in the record of its death, in full and in its message")
    func lastWords() throws {
        let journal = try FakeJournal()
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(nil)
        setup.program = Program.trapping
        setup.arguments = [folder.path("")]
        setup.environment = ["SWIFT_BACKTRACE=enable=no"]
        setup.journal = journal
        let daemon = try setup.start()
        try TestClient(daemon.address("trap")).send("fatal abc")
        let record = try journal.wait("the record of a death") { $0["EXIT_SIGNAL"] == "ILL" }
        #expect(record["MESSAGE"]?.hasSuffix("Fatal error: the end of abc") == true)
        let words = (record["PREFORKD_STDERR"] ?? "").split(separator: "\n")
        #expect(words.first?.hasSuffix("Fatal error: the end of abc") == true)
        #expect(words.contains { $0.hasPrefix("signal ILL in /") })
        #expect(words.contains { $0.hasPrefix("#1 /") })
        #expect(record["REMOTE_ADDR"] == "127.0.0.1")
        #expect(record["PREFORKD_CONNECTION"] == "1")
    }

    @Test("the death of a worker is a record of who it was, how it ended and whom it served")
    func workerDeath() throws {
        let journal = try FakeJournal()
        var setup = DaemonSetup(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 1, max = 1 }
            """)
        setup.journal = journal
        let daemon = try setup.start()
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        let victim = try #require(daemon.workers.first)
        kill(victim, SIGKILL)
        let record = try journal.wait("the record of a death") { $0["EXIT_SIGNAL"] != nil }
        let expected = [
            "EXIT_SIGNAL": "KILL", "PREFORKD_WORKER": "\(victim)", "PREFORKD_SERVICE": "echo",
            "PREFORKD_SLOT": "0", "PREFORKD_GENERATION": "1", "PREFORKD_CONNECTION": "1",
            "REMOTE_ADDR": "127.0.0.1", "PRIORITY": "3", "SYSLOG_IDENTIFIER": "preforkd",
        ]
        for (name, value) in expected { #expect(record[name] == value, "\(name)") }
    }
}
