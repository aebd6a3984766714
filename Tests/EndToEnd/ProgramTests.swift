import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A program for each connection", .daemonLogs)
struct ProgramTests {
    private static func configuration(_ script: String) -> String {
        configuration(command: "[\"/bin/sh\", \"-c\", '''\(script)''']")
    }

    private static func configuration(command: String, keys: String = "") -> String {
        """
        [service.program]
        listen = "127.0.0.1:0"
        handler = "program"
        command = \(command)
        accounting = "all"
        workers = { min = 1, max = 4 }
        \(keys)
        """
    }

    private func answer(_ daemon: DaemonProcess) throws -> String {
        try TestClient(daemon.address("program")).receiveToEnd()
    }

    @Test("it has the socket on 0 and 1, a pipe on 2, and no other descriptor")
    func descriptors() throws {
        let daemon = try DaemonProcess(Self.configuration(command: #"["/bin/ls", "-l", "/proc/self/fd"]"#))
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
                command: #"["/usr/bin/env"]"#,
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
        let lines = try client.receiveToEnd().split(separator: "\n").map(String.init)
        #expect(
            lines.sorted()
                == [
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C", "WANTED=it",
                    "TZ=UTC",
                    "EDITOR=ed is the = standard", "PREFORKD_SERVICE=program", "PREFORKD_CONNECTION=1", "PROTO=TCP",
                    "TCPLOCALIP=127.0.0.1", "TCPLOCALPORT=\(local)", "TCPREMOTEIP=127.0.0.1", "TCPREMOTEPORT=\(remote)",
                    "REMOTE_ADDR=127.0.0.1", "REMOTE_PORT=\(remote)",
                ].sorted())
    }

    @Test("no signal is blocked, ignored or caught in it, whatever the daemon was started with")
    func signals() throws {
        var setup = DaemonSetup(Self.configuration(command: #"["/bin/cat", "/proc/self/status"]"#))
        setup.wrappers = [.script("trap '' HUP INT QUIT USR1 USR2 PIPE ALRM CHLD TSTP WINCH && exec \"$0\" \"$@\"")]
        let lines = try answer(setup.start()).split(separator: "\n")
        for kind in ["SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt"] {
            #expect(lines.contains("\(kind):\t0000000000000000"), "\(kind)")
        }
    }

    @Test("it leads a process group")
    func group() throws {
        let daemon = try DaemonProcess(Self.configuration("echo $$; cut -d' ' -f5 /proc/$$/stat"))
        let numbers = try answer(daemon).split(separator: "\n")
        #expect(numbers.count == 2 && numbers[0] == numbers[1])
    }

    @Test("a UNIX client has no address, and nobody counts its bytes")
    func unix() throws {
        let folder = try TemporaryFolder()
        let configuration = Self.configuration(command: #"["/usr/bin/env"]"#)
        var setup = DaemonSetup(
            configuration.replacing("127.0.0.1:0", with: "unix:\(folder.path("socket"))"))
        setup.environment = ["LANG=C"]
        let daemon = try setup.start()
        #expect(
            try answer(daemon).split(separator: "\n").sorted() == [
                "LANG=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "PREFORKD_CONNECTION=1", "PREFORKD_SERVICE=program", "PROTO=UNIX",
            ])
        #expect(try daemon.stop() == .exited(0))
        let record = daemon.log.texts.first { $0.contains(" program: unix: served, ") }
        #expect(record?.contains(" bytes in") == false)
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

    @Test("a client that goes away is nothing to one that neither reads nor writes, and its time ends it")
    func unread() throws {
        let daemon = try DaemonProcess(
            Self.configuration(command: #"["/bin/sleep", "1000"]"#, keys: "timeouts.total = \"200ms\""))
        try TestClient(daemon.address("program")).close()
        _ = try daemon.log.wait(
            containing: " failed: timeouts.total was over, and the program was killed by signal TERM, ")
        try eventually("no program") { daemon.workers.allSatisfy { ProcessFacts.children(of: $0).isEmpty } }
    }
}
