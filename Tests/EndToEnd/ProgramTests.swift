import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("A program for each connection", .daemonLogs)
struct ProgramTests {
    private static func configuration(_ script: String, keys: String = "") -> String {
        """
        [service.program]
        listen = "127.0.0.1:0"
        handler = "program"
        command = ["/bin/sh", "-c", '''\(script)''']
        accounting = "all"
        workers = { min = 1, max = 4 }
        \(keys)
        """
    }

    private func answer(_ daemon: DaemonProcess, to text: String = "") throws -> String {
        let client = try TestClient(daemon.address("program"))
        try client.send(text)
        try client.closeWriting()
        return try client.receiveToEnd()
    }

    @Test("it has the socket on 0 and 1, a pipe on 2, and no other descriptor")
    func descriptors() throws {
        let daemon = try DaemonProcess(Self.configuration("exec ls -l /proc/self/fd"))
        let lines = try answer(daemon).split(separator: "\n").dropFirst()
        let targets = lines.map { $0.split(separator: " ").suffix(3).joined(separator: " ") }
        #expect(targets.count == 4, "the fourth is the folder that ls reads")
        #expect(targets[0].hasPrefix("0 -> socket:[") && targets[1].dropFirst() == targets[0].dropFirst())
        #expect(targets[2].hasPrefix("2 -> pipe:["))
        #expect(targets[3].hasPrefix("3 -> /proc/"))
    }

    @Test("its environment is what is promised, and nothing else")
    func environment() throws {
        var setup = DaemonSetup(
            Self.configuration(
                "exec /usr/bin/env",
                keys: """
                    environment = { TZ = "UTC", EDITOR = "ed is the = standard" }
                    pass-environment = ["WANTED", "EDITOR", "ABSENT"]
                    """))
        setup.environment = [
            "WANTED=it", "EDITOR=other", "UNWANTED=not", "LANG=C", "WATCHDOG_USEC=100000000", "LISTEN_FDS=0",
        ]
        let daemon = try setup.start()
        let client = try TestClient(daemon.address("program"))
        let (local, remote) = (
            try #require(daemon.address("program").port), try #require(Socket.localAddress(client.number).port)
        )
        // The shell adds a variable of its own.
        let lines = Set(
            try client.receiveToEnd().split(separator: "\n").map(String.init).filter { !$0.hasPrefix("PWD=") })
        #expect(
            lines == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C", "WANTED=it", "TZ=UTC",
                "EDITOR=ed is the = standard", "PREFORKD_SERVICE=program", "PREFORKD_CONNECTION=1", "PROTO=TCP",
                "TCPLOCALIP=127.0.0.1", "TCPLOCALPORT=\(local)", "TCPREMOTEIP=127.0.0.1", "TCPREMOTEPORT=\(remote)",
                "REMOTE_ADDR=127.0.0.1", "REMOTE_PORT=\(remote)",
            ])
    }

    @Test("no signal is blocked or ignored in it, and it leads a process group")
    func signals() throws {
        let script = "exec grep -E '^(SigBlk|SigIgn)' /proc/self/status"
        let daemon = try DaemonProcess(Self.configuration(script))
        #expect(try answer(daemon) == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n")
        let group = try DaemonProcess(Self.configuration("echo $$; cut -d' ' -f5 /proc/$$/stat"))
        let numbers = try answer(group).split(separator: "\n")
        #expect(numbers.count == 2 && numbers[0] == numbers[1])
    }

    @Test("its record has bytes both ways, processor time, memory and status")
    func accounting() throws {
        let daemon = try DaemonProcess(
            Self.configuration("read line; echo 1234; case $line in bad) exit 3;; kill) kill -USR1 $$;; esac"))
        #expect(try answer(daemon, to: "good\n") == "1234\n")
        #expect(try answer(daemon, to: "bad\n") == "1234\n")
        #expect(try answer(daemon, to: "kill\n") == "1234\n")
        #expect(try daemon.stop() == .exited(0))
        let texts = daemon.log.texts
        let records = texts.filter { $0.contains(" program: 127.0.0.1:") }
        #expect(records.count == 3)
        // Each may have a worker of its own, and workers write when they come to it.
        for end in [
            " served, 5 bytes in, 5 out, ", " failed: the program exited with status 3, 4 bytes in, 5 out, ",
            " failed: the program was killed by signal USR1, 5 bytes in, 5 out, ",
        ] { #expect(records.contains { $0.contains(end) }, "\(end)") }
        #expect(texts.last?.contains("3 connections (1 served, 2 failed, 0 crashed), 14 bytes in, 15 out") == true)
    }

    @Test("its fields are in the journal", .needsJournalFolder)
    func fields() throws {
        let journal = try FakeJournal()
        var setup = DaemonSetup(Self.configuration("echo hello >&2; exit 3"))
        setup.journal = journal
        let daemon = try setup.start()
        #expect(try answer(daemon) == "")
        let record = try journal.wait("the record of the connection") { $0["CPU_USEC"] != nil }
        #expect(record["EXIT_STATUS"] == "3" && record["BYTES_SENT"] == "0" && record["PREFORKD_CONNECTION"] == "1")
        #expect(try #require(record["CPU_USEC"].flatMap { Int($0) }) > 0)
        #expect(try #require(record["MAX_RSS"].flatMap { Int($0) }) > 100_000)
        let line = try journal.wait("the line") { $0["MESSAGE"]?.hasSuffix(": hello") == true }
        #expect(line["PREFORKD_CONNECTION"] == "1" && line["REMOTE_ADDR"] == "127.0.0.1")
        #expect(line["PREFORKD_SERVICE"] == "program" && line["REMOTE_PORT"] == record["REMOTE_PORT"])
    }

    @Test("what it writes to its stderr is told line by line, and nothing of it is lost")
    func lines() throws {
        let script = """
            echo first >&2; head -c 2000 /dev/zero | tr '\\0' x >&2; echo >&2; printf 'a\\377b\\033\\tc' >&2
            """
        let daemon = try DaemonProcess(Self.configuration(script))
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

    @Test("a UNIX client has no address, and nobody counts its bytes")
    func unix() throws {
        let folder = try TemporaryFolder()
        let configuration = Self.configuration("echo $PROTO $REMOTE_ADDR $TCPLOCALIP")
        let daemon = try DaemonProcess(
            configuration.replacing("127.0.0.1:0", with: "unix:\(folder.path("socket"))"))
        #expect(try answer(daemon) == "UNIX\n")
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.texts.contains { $0.contains(" program: unix: served, ") })
    }

    @Test("a client that goes away is an end-of-file and SIGPIPE to it")
    func gone() throws {
        let reader = try DaemonProcess(Self.configuration("cat >/dev/null; echo end >&2"))
        try TestClient(reader.address("program")).close()
        _ = try reader.log.wait(containing: " program: connection 1: end")
        let writer = try DaemonProcess(Self.configuration("yes; exec yes"))
        let client = try TestClient(writer.address("program"))
        #expect(try client.receive(upTo: 2) == "y\n")
        // The first to write is told of the reset, the next gets the signal.
        client.close()
        _ = try writer.log.wait(containing: " failed: the program was killed by signal PIPE")
    }
}
