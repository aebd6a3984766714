import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("Workers in a chroot with nothing of the system in it", .daemonLogs, .needsRoot)
struct ChrootTests {
    private let jail: Jail

    init() throws {
        jail = try Jail("sh", "sleep")
    }

    private func configuration(_ script: String, keys: String = "") -> String {
        """
        [service.jail]
        listen = "127.0.0.1:0"
        handler = "program"
        command = ["/bin/sh", "-c", '''\(script)''']
        chroot = "\(jail.path)"
        user = "nobody"
        accounting = "all"
        workers = { min = 1, max = 2, spare = 0 }
        \(keys)
        """
    }

    private func answer(_ daemon: DaemonProcess, _ service: String = "jail") throws -> String {
        try TestClient(daemon.address(service)).receiveToEnd()
    }

    @Test("a program sees it as the root, starts in it or in the folder that is named, and has no way out")
    func root() throws {
        let script = "pwd; echo /*; cd ..; pwd; cd /proc || echo none"
        let daemon = try DaemonProcess(configuration(script))
        #expect(try answer(daemon).split(separator: "\n").last == "none")
        #expect(try answer(daemon).hasPrefix("/\n/bin /data /dev /lib"))
        // One that is being started has not come that far.
        try eventually("every worker is in the chroot") {
            let all = daemon.workers.map { ProcessFacts(pid: $0) }
            return all.allSatisfy { $0.root == jail.path && $0.workingDirectory == jail.path }
        }
        for worker in daemon.workers {
            let facts = ProcessFacts(pid: worker)
            for (number, target) in facts.descriptors {
                var status = stat()
                stat("/proc/\(worker)/fd/\(number)", &status)
                #expect(status.st_mode & S_IFMT != S_IFDIR, "\(number) is the folder \(target)")
            }
        }
        let other = try DaemonProcess(configuration("pwd", keys: "directory = \"/data\""))
        #expect(try answer(other) == "/data\n")
        #expect(try other.stop() == .exited(0))
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("what a program writes to its stderr is told, what it leaves behind is ended, and its account is whole")
    func watch() throws {
        let daemon = try DaemonProcess(configuration("echo hello >&2; sleep 1000 & echo $!; exit 3"))
        let text = try answer(daemon)
        let pid = try #require(pid_t(text.dropLast()))
        _ = try daemon.log.wait(containing: " jail: connection 1: hello")
        _ = try daemon.log.wait(containing: "left processes behind, which were ended")
        let record = try daemon.log.wait(containing: " failed: the program exited with status 3, 0 bytes in, ")
        #expect(record.text.contains(", \(text.utf8.count) out, "))
        #expect(!ProcessFacts(pid: pid).exists)
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "records lost") == 0)
    }

    @Test("records of its workers reach the journal, with all their fields", .needsJournalFolder)
    func journal() throws {
        let journal = try FakeJournal()
        var setup = DaemonSetup(configuration("echo hello >&2; exit 3"))
        setup.journal = journal
        let daemon = try setup.start()
        #expect(try answer(daemon) == "")
        let line = try journal.wait("the line") { $0["MESSAGE"]?.hasSuffix(": hello") == true }
        #expect(line["PREFORKD_SERVICE"] == "jail" && line["PREFORKD_CONNECTION"] == "1")
        #expect(line["SYSLOG_IDENTIFIER"] == "preforkd" && line["REMOTE_ADDR"] == "127.0.0.1")
        let record = try journal.wait("the record of the connection") { $0["CPU_USEC"] != nil }
        #expect(record["EXIT_STATUS"] == "3" && record["BYTES_SENT"] == "0")
        #expect(try daemon.stop() == .exited(0))
        let last = try journal.wait("the end") { $0["MESSAGE"]?.hasPrefix("stopped after") == true }
        #expect(last["MESSAGE"]?.contains("records lost") == false)
    }

    @Test("a worker still knows its memory, and is replaced for it")
    func memory() throws {
        // Any worker has more than that after its first connection.
        let daemon = try DaemonProcess(
            "[daemon]\nlog-level = \"debug\"\n"
                + configuration("echo hello", keys: "workers.max-memory = \"256K\"\n").replacing(
                    "workers = { min = 1, max = 2, spare = 0 }", with: "workers.min = 1\nworkers.max = 2"))
        let first = daemon.workers
        #expect(try answer(daemon) == "hello\n")
        _ = try daemon.log.wait(containing: "is worn (max-memory)")
        try eventually("another worker") { Set(first).isDisjoint(with: daemon.workers) && !daemon.workers.isEmpty }
        #expect(try answer(daemon) == "hello\n")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("local time stays the machine's")
    func localTime() throws {
        let folder = try TemporaryFolder()
        let zone = try folder.write("zone", bytes: Self.zone)
        var setup = DaemonSetup(
            """
            [service.time]
            listen = "127.0.0.1:0"
            handler = "daytime"
            chroot = "\(jail.path)"
            workers = { min = 1, max = 1 }
            """)
        setup.wrappers = [.file(zone, inThePlaceOf: "$(readlink -f /etc/localtime)")]
        let daemon = try setup.start()
        // The second answer too: the C library would look at the file again.
        for _ in 1...2 { #expect(try answer(daemon, "time").hasSuffix("-JAIL\r\n")) }
        #expect(try daemon.stop() == .exited(0))
    }

    /// tzfile(5): one type of local time, "JAIL", an hour ahead.
    private static let zone: [UInt8] = {
        let counts: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 5]
        let block = Array("TZif".utf8) + [UInt8(ascii: "2")] + [UInt8](repeating: 0, count: 15)
        let data: [UInt8] = [0, 0, 0x0E, 0x10, 0, 0] + Array("JAIL\0".utf8) + [0, 0]
        let whole = block + counts + data
        return whole + whole + Array("\nJAIL-1\n".utf8)
    }()

    @Test("the last words of a worker still name the program", .needsRoot)
    func lastWords() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(nil)
        setup.program = Program.trapping
        setup.arguments = [folder.path, jail.path]
        let daemon = try setup.start()
        let client = try TestClient(daemon.address("trap"))
        try client.send("null x")
        #expect((try? client.receiveToEnd()) ?? "" == "")
        _ = try daemon.log.wait("the signal and the program's name") { entries in
            entries.first { $0.text.contains(/(signal SEGV in .*|#0 .*)\/trapping\+0x/) }
        }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("one that goes away later fails the starts of new workers, which say so, and nothing else")
    func goesAway() throws {
        let daemon = try DaemonProcess(configuration("echo $PPID; read line"))
        let client = try TestClient(daemon.address("jail"))
        let worker = try #require(pid_t(try client.receive().dropLast()))
        let other = "\(jail.path)-moved"
        rename(jail.path, other)
        defer { rename(other, jail.path) }
        kill(worker, SIGKILL)
        _ = try daemon.log.wait(
            containing: "jail: a worker can't go on: chroot \"\(jail.path)\": No such file or directory")
        _ = try daemon.notifications.wait(containing: "STATUS=jail FAILING (")
        rename(other, jail.path)
        try eventually("a worker again") { !daemon.workers.isEmpty }
        #expect(try daemon.stop() == .exited(0))
    }
}
