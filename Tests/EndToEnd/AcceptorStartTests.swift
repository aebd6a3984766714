import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("The start of a program that accepts by itself", .daemonLogs)
struct AcceptorStartTests {
    private static func configuration(_ command: String, keys: String = "") -> String {
        """
        [daemon]
        log-level = "debug"
        [service.program]
        listen = "127.0.0.1:0"
        handler = "acceptor"
        command = \(command)
        workers.min = 1
        \(keys)
        """
    }

    private static func shell(_ script: String, keys: String = "") -> String {
        configuration("[\"/bin/sh\", \"-c\", '''\(script)''']", keys: keys)
    }

    @Test("a program that is gone is a failed start with its reason, and is tried again until it is back")
    func missing() throws {
        let folder = try TemporaryFolder()
        let script = Array("#!/bin/sh\nexec sleep 60\n".utf8)
        let path = try folder.write("program", bytes: script, mode: 0o755)
        let daemon = try DaemonProcess(Self.configuration("[\"\(path)\"]"))
        unlink(path)
        kill(try #require(daemon.workers.first), SIGKILL)
        _ = try daemon.log.wait(
            containing: " could not start: can't run \(path): No such file or directory")
        _ = try daemon.log.wait(containing: "program: workers fail to start (2 in a row)")
        // Each once, in one sentence.
        let failures = daemon.log.texts.filter { $0.contains("can't run") }
        #expect(failures.allSatisfy { $0.contains(" could not start: ") }, "\(failures)")
        _ = try daemon.notifications.wait(containing: "STATUS=program FAILING (")
        try folder.write("program", bytes: Array("#!/no/such/interpreter\n".utf8), mode: 0o755)
        _ = try daemon.log.wait(containing: "can't run \(path): its interpreter \"/no/such/interpreter\": No such file")
        try folder.write("program", bytes: script, mode: 0o755)
        try eventually("the program") { daemon.workers.contains { ProcessFacts(pid: $0).shortName == "sleep" } }
    }

    @Test("a program that ends soon is a failed start, with its status and its last lines", arguments: [0, 3])
    func endsSoon(status: Int) throws {
        let daemon = try DaemonProcess(Self.shell("echo no luck >&2; exit \(status)"))
        let record = try daemon.log.wait(containing: "program: workers fail to start (2 in a row)")
        #expect(record.text.contains(/the next is tried in 2(\.\d*)? s/), "\(record.text)")
        let end = try daemon.log.wait(containing: "exited with status \(status) soon after it was ready").text
        #expect(status == 0 || end.contains("; it wrote: no luck"))
        #expect(daemon.log.count(containing: " no luck") >= 2)
        _ = try daemon.notifications.wait(containing: "STATUS=program FAILING (")
    }

    @Test("with ready = \"notify\" it is ready once it or a child of its says so", .needs(program: "systemd-notify"))
    func notify() throws {
        let script = "echo before; systemd-notify --status=half; echo half; systemd-notify --ready; exec sleep 60"
        let daemon = try DaemonProcess(Self.shell(script, keys: "ready = \"notify\""))
        // The service manager hears of it by another way than the log.
        _ = try daemon.log.wait(containing: " ready: program")
        #expect(daemon.log.count(containing: " is ready after ") == 1)
        _ = try daemon.log.wait(containing: ": half")
    }

    @Test("one that never says so fails after start-timeout, whatever others say for it")
    func silent() throws {
        let keys = "ready = \"notify\"\nworkers.start-timeout = \"5s\""
        var setup = DaemonSetup(Self.shell("echo $NOTIFY_SOCKET; exec sleep 60", keys: keys))
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        let line = try daemon.log.wait(containing: ": @").text
        let name = try #require(line.firstMatch(of: /: @([^ ]+)/)).1
        for _ in 0..<3 { try UnixDatagram.send(Array("READY=1".utf8), to: SocketAddress(unixAbstract: String(name))) }
        let late = try daemon.log.wait(containing: " was not ready after ").text
        #expect(late.contains("(start-timeout) and is killed"))
        _ = try daemon.log.wait(containing: "program: workers fail to start (1 in a row)")
        #expect(daemon.log.count(containing: " is ready after ") == 0)
        #expect(!daemon.notifications.texts.contains("READY=1"))
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("a flood of lines is limited and counted, and what is written slowly waits for room")
    func flood() throws {
        let script = "seq 100000; echo end; exec sleep 60"
        let daemon = try DaemonProcess(Self.shell(script))
        _ = try daemon.log.wait(containing: " more lines are left out")
        try eventually("the end of the flood") {
            ProcessFacts(pid: try #require(daemon.workers.first)).shortName == "sleep"
        }
        #expect(daemon.log.count(containing: "program: worker ") < 1_000)
    }
}
