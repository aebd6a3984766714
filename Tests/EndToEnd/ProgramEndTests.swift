import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("The end of a program", .daemonLogs)
struct ProgramEndTests {
    private static func configuration(_ script: String, keys: String = "", daemon: String = "") -> String {
        """
        [daemon]
        \(daemon)
        [service.program]
        listen = "127.0.0.1:0"
        handler = "program"
        command = ["/bin/sh", "-c", '''\(script)''']
        accounting = "all"
        workers = { min = 1, max = 4 }
        \(keys)
        [service.other]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "hello"
        workers = { min = 1, max = 1 }
        """
    }

    private func greets(_ daemon: DaemonProcess) throws {
        #expect(try TestClient(daemon.address("other")).receiveToEnd() == "hello")
    }

    @Test("one that ignores TERM is killed with its children a while after its time is over")
    func ignoresTerminate() throws {
        let daemon = try DaemonProcess(
            Self.configuration(
                "trap '' TERM; sleep 1000 & echo $! $$; while :; do sleep 1000; done",
                keys: "timeouts.total = \"2s\""))
        let client = try TestClient(daemon.address("program"))
        let pids = try client.receive().split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        #expect(pids.count == 2)
        try greets(daemon)
        #expect(try client.receiveToEnd() == "")
        _ = try daemon.log.wait(
            containing: " failed: timeouts.total was over, and the program was killed by signal KILL")
        for pid in pids { #expect(!ProcessFacts(pid: pid).exists) }
    }

    @Test("one that obeys TERM has ended by it, and what it still says arrives")
    func obeysTerminate() throws {
        let daemon = try DaemonProcess(
            Self.configuration(
                "trap 'echo bye; exit 0' TERM; while :; do sleep 1000 & wait; done", keys: "timeouts.total = \"2s\"")
        )
        #expect(try TestClient(daemon.address("program")).receiveToEnd() == "bye\n")
        _ = try daemon.log.wait(containing: " failed: timeouts.total was over, and the program exited with status 0")
    }

    @Test("what it leaves behind is ended: a job, and a daemon in a session of its own with children")
    func leftovers() throws {
        let daemon = try DaemonProcess(
            Self.configuration(
                "sleep 1000 & echo $!; setsid sh -c 'sleep 1000 & echo $! $$; exec sleep 1000' & read go; exit 0"))
        let client = try TestClient(daemon.address("program"))
        var said = ""
        while said.count(where: \.isNewline) < 2 {
            let some = try client.receive()
            try #require(!some.isEmpty, "\(said)")
            said += some
        }
        try client.send("go\n")
        said += try client.receiveToEnd()
        let pids = said.split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        #expect(pids.count == 3)
        _ = try daemon.log.wait(containing: "connection 1: the program left processes behind, which were ended")
        for pid in pids { #expect(!ProcessFacts(pid: pid).exists) }
    }

    @Test("one that closes the connection and runs on is ended in its time, and others are served meanwhile")
    func closesAndRunsOn() throws {
        let daemon = try DaemonProcess(
            Self.configuration("exec <&- >&-; exec sleep 1000", keys: "timeouts.total = \"300ms\""))
        let clients = try (0..<3).map { _ in try TestClient(daemon.address("program")) }
        try greets(daemon)
        for client in clients { #expect(try client.receiveToEnd() == "") }
        _ = try daemon.log.wait(
            containing: "timeouts.total was over, and the program was killed by signal TERM", number: 3)
    }

    @Test("1 GiB on stderr is taken in, limited and counted; others are served meanwhile")
    func flood() throws {
        let line = String(repeating: "0123456789abcde ", count: 50).dropLast()
        let daemon = try DaemonProcess(Self.configuration("yes '\(line)' | head -c 1G >&2; echo done"))
        let client = try TestClient(daemon.address("program"), patience: .seconds(120))
        try greets(daemon)
        #expect(try client.receiveToEnd() == "done\n")
        let text = try daemon.log.wait(containing: " more lines are left out").text
        let leftOut = try #require(text.firstMatch(of: /connection 1: (\d+) more lines/).flatMap { Int($0.1) })
        #expect(leftOut > 1_300_000 && leftOut <= (1 << 30) / 800 + 1)
    }

    @Test("10 000 that exit at once at concurrency 64 are all served, and nothing is left of them")
    func many() throws {
        let daemon = try DaemonProcess(
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/true"]
            accounting = "errors"
            workers = { min = 16, max = 16 }
            """)
        let before = daemon.workers.map { ($0, ProcessFacts(pid: $0).descriptors.count) }
        let address = try daemon.address("program")
        let tally = Load.run(address, expecting: "", connections: 10_000, concurrency: 64, patience: .seconds(120))
        #expect(tally == Tally(served: 10_000))
        try eventually("workers without children") {
            daemon.workers.allSatisfy { ProcessFacts.children(of: $0).isEmpty }
        }
        try ProcessFacts.waitUntilQuiet(daemon.workers, for: .milliseconds(200))
        for (pid, descriptors) in before { #expect(ProcessFacts(pid: pid).descriptors.count == descriptors) }
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.texts.last?.contains("10000 connections (10000 served, 0 failed, 0 crashed)") == true)
    }

    @Test("it ends with a worker that is killed")
    func workerKilled() throws {
        let daemon = try DaemonProcess(Self.configuration("sleep 1000 & echo $! $$; wait"))
        let client = try TestClient(daemon.address("program"))
        let pids = try client.receive().split(whereSeparator: \.isWhitespace).compactMap { pid_t($0) }
        let worker = try #require(daemon.workers.first { !ProcessFacts.children(of: $0).isEmpty })
        kill(worker, SIGKILL)
        for pid in pids { try eventually("the end of \(pid)") { !ProcessFacts(pid: pid).isAlive } }
    }

    @Test("it ends with the daemon when drain-timeout is over")
    func drained() throws {
        let daemon = try DaemonProcess(
            Self.configuration("echo $$; exec sleep 1000", daemon: "drain-timeout = \"100ms\""))
        let client = try TestClient(daemon.address("program"))
        let pid = try #require(pid_t(client.receive().dropLast()))
        #expect(try daemon.stop() == .exited(0))
        try eventually("the end of the program") { !ProcessFacts(pid: pid).isAlive }
    }

    @Test("it ends with an orphaned worker's time")
    func orphaned() throws {
        let daemon = try DaemonProcess(
            Self.configuration("echo $$; exec sleep 1000", daemon: "drain-timeout = \"1s\""))
        let client = try TestClient(daemon.address("program"))
        let pid = try #require(pid_t(client.receive().dropLast()))
        kill(daemon.pid, SIGKILL)
        try eventually("the end of the program") { !ProcessFacts(pid: pid).isAlive }
    }
}
