import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("A program that accepts by itself", .daemonLogs)
struct AcceptorTests {
    private static func configuration(
        _ script: String, listen: String = "\"127.0.0.1:0\"", keys: String = "workers.min = 1"
    ) -> String {
        """
        [service.program]
        listen = \(listen)
        handler = "acceptor"
        command = ["/bin/sh", "-c", '''\(script)''']
        \(keys)
        """
    }

    /// What the program of a worker wrote, line by line, up to the line "end".
    private func lines(_ daemon: DaemonProcess) throws -> [String] {
        _ = try daemon.log.wait(containing: ": end")
        return daemon.log.texts.compactMap { text in
            text.firstMatch(of: /program: worker \d+: (.*)/).map { String($0.1) }
        }
    }

    @Test("it has its listeners from 3 on, nothing on 0, a pipe on 1 and 2, and no other descriptor")
    func descriptors() throws {
        var setup = DaemonSetup(
            Self.configuration("ls -l /proc/self/fd; echo end; exec sleep 60", listen: "[\"127.0.0.1:0\", \"[::1]:0\"]")
        )
        let pipe = try Pipe()
        setup.strayDescriptors = [9: try HighDescriptor(pipe.readEnd)]
        let found = try lines(setup.start()).dropFirst().dropLast()
        let targets = found.map { $0.split(separator: " ").suffix(3).joined(separator: " ") }
        #expect(targets.count == 6, "the sixth is the folder that ls reads")
        #expect(targets[0] == "0 -> /dev/null")
        #expect(targets[1].hasPrefix("1 -> pipe:[") && targets[2].dropFirst() == targets[1].dropFirst())
        #expect(targets[3].hasPrefix("3 -> socket:[") && targets[4].hasPrefix("4 -> socket:["))
        #expect(targets[5].hasPrefix("5 -> /proc/"))
    }

    @Test("its environment is what is promised, and nothing else")
    func environment() throws {
        var setup = DaemonSetup(
            Self.configuration(
                "/usr/bin/env; echo end; exec sleep 60",
                keys: """
                    workers.min = 1
                    environment = { TZ = "UTC", EDITOR = "ed" }
                    pass-environment = ["WANTED", "EDITOR", "ABSENT"]
                    """))
        setup.environment = ["WANTED=it", "EDITOR=other", "UNWANTED=not", "LANG=C", "WATCHDOG_USEC=100000000"]
        let daemon = try setup.start()
        let found = try Set(lines(daemon).filter { !$0.hasPrefix("PWD=") })
        let worker = try #require(daemon.workers.first)
        #expect(
            found == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C", "WANTED=it", "TZ=UTC",
                "EDITOR=ed", "PREFORKD_SERVICE=program", "LISTEN_FDS=1", "LISTEN_PID=\(worker)",
                "LISTEN_FDNAMES=program", "end",
            ])
    }

    @Test("passed sockets keep their names and wait, whoever had them before")
    func passed() throws {
        var setup = DaemonSetup(
            Self.configuration(
                "echo $LISTEN_FDS $LISTEN_FDNAMES; grep flags /proc/$$/fdinfo/3; echo end; exec sleep 60",
                listen: "[\"systemd:web\", \"127.0.0.1:0\"]"))
        let socket = try Socket.make(.ipv4, waits: false)
        try Socket.bind(socket, to: #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(socket, backlog: 1)
        setup.pass("web", try HighDescriptor(socket))
        let found = try lines(setup.start())
        // No O_NONBLOCK, no O_CLOEXEC.
        #expect(found == ["2 web:program", "flags:\\t02", "end"])
    }

    @Test("no signal is blocked or ignored in it, and it leads a process group")
    func signals() throws {
        let script = """
            cut -d' ' -f1,5 /proc/$$/stat; exec /bin/sh -c \
            "grep -E '^Sig(Blk|Ign)' /proc/self/status; echo end; exec sleep 60"
            """
        let found = try lines(DaemonProcess(Self.configuration(script)))
        let numbers = try #require(found.first).split(separator: " ")
        #expect(numbers.count == 2 && numbers[0] == numbers[1])
        let none = "0000000000000000"
        #expect(found.dropFirst() == ["SigBlk:\\t\(none)", "SigIgn:\\t\(none)", "end"])
    }

    @Test("it is what the status tells of: how many, how many starts and deaths, and nothing of connections")
    func status() throws {
        let daemon = try DaemonProcess(Self.configuration("exec sleep 60", keys: "workers.min = 3"))
        _ = try daemon.notifications.wait(containing: "STATUS=Workers: program 3 of 3")
        let killed = try #require(daemon.workers.first)
        kill(killed, SIGKILL)
        let record = try daemon.log.wait(containing: "worker \(killed) was killed by signal KILL").text
        #expect(record.hasSuffix("was killed by signal KILL and is replaced"))
        try eventually("three again") { daemon.workers.count == 3 }
        daemon.child.send(SIGUSR1)
        _ = try daemon.log.wait(containing: " program: 4 workers started, 1 died")
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.texts.last?.hasSuffix("stopped after 4 workers started, 1 died") == true)
    }

    @Test("as another user, where the supervisor is root", .needsRoot)
    func user() throws {
        let keys = "workers.min = 1\nuser = \"nobody\""
        let found = try lines(DaemonProcess(Self.configuration("id -u -n; echo end; exec sleep 60", keys: keys)))
        #expect(found == ["nobody", "end"])
    }
}
