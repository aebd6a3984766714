import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("The end of a program that accepts by itself", .daemonLogs)
struct AcceptorEndTests {
    private static let overdue = "did not end within 1 s (drain-timeout) and is killed"

    private static func configuration(
        _ script: String, drainTimeout: String = "20s", workers: String = "{ min = 2 }"
    ) -> String {
        """
        [daemon]
        drain-timeout = "\(drainTimeout)"
        log-level = "debug"
        [service.program]
        listen = "127.0.0.1:0"
        handler = "acceptor"
        command = ["/bin/sh", "-c", '''\(script)''']
        workers = \(workers)
        """
    }

    /// Two processes in its group, neither of which minds TERM. They end by themselves where a test leaves them.
    private static let stubborn = "trap '' TERM; sleep 60 & echo $! & wait; wait"

    private func pids(_ daemon: DaemonProcess, _ count: Int) throws -> [pid_t] {
        try daemon.log.wait("\(count) numbers") { entries in
            let found = entries.compactMap { $0.text.firstMatch(of: #/: worker \d+: (\d+) /#).flatMap { pid_t($0.1) } }
            return found.count >= count ? found : nil
        }
    }

    @Test("TERM ends one that does not mind it, calmly")
    func calm() throws {
        let daemon = try DaemonProcess(Self.configuration("exec sleep 60"))
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "was killed by signal TERM after it was asked to retire") == 2)
        #expect(daemon.log.count(containing: " error ") == 0)
    }

    @Test("one that does not obey is killed when drain-timeout is over, with its process group")
    func stubborn() throws {
        let daemon = try DaemonProcess(Self.configuration(Self.stubborn, drainTimeout: "1s"))
        let children = try pids(daemon, 2)
        let all = daemon.workers + children
        #expect(try daemon.stop() == .exited(0))
        _ = try daemon.log.wait(containing: "drain-timeout is over: 2 workers are killed")
        try eventually("the end of all") { all.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
    }

    @Test("what one leaves in its process group when it dies is killed")
    func leftovers() throws {
        let daemon = try DaemonProcess(Self.configuration(Self.stubborn))
        let children = try pids(daemon, 2)
        let workers = daemon.workers
        for worker in workers { kill(worker, SIGKILL) }
        try eventually("the end of all") { (children + workers).allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        try eventually("new ones") { daemon.workers.count == 2 }
        daemon.child.send(SIGTERM)
        daemon.child.send(SIGINT)
        #expect(try daemon.waitForEnd() == .exited(0))
    }

    @Test("TERM comes too when the supervisor is killed")
    func orphan() throws {
        let folder = try TemporaryFolder()
        let script = "trap 'echo asked >\(folder.path)/$$; kill $!; exit' TERM; sleep 60 & echo up; wait"
        let daemon = try DaemonProcess(Self.configuration(script))
        _ = try daemon.log.wait(containing: ": up", number: 2)
        let workers = daemon.workers
        try daemon.child.kill()
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        #expect(try FileContents.names(in: folder.path).sorted() == workers.map(String.init).sorted())
    }

    @Test("one whose time is over is replaced by another before it is asked, and goes at last")
    func rolling() throws {
        let script = "trap '' TERM; sleep 1; exec sleep 60"
        let workers = "{ min = 2, max-age = \"2s\", start-timeout = \"500ms\" }"
        let daemon = try DaemonProcess(Self.configuration(script, drainTimeout: "1s", workers: workers))
        let first = daemon.workers
        try eventually("others") { first.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        let asked = daemon.log.texts.filter { $0.contains(" is worn (max-age) and was asked to retire") }
        #expect(asked.count >= 2)
        for text in asked { #expect(text.contains(" 3 running"), "\(text)") }
        _ = try daemon.log.wait(containing: Self.overdue, number: 2)
        #expect(daemon.log.count(containing: " error ") == 0)
        daemon.child.send(SIGTERM)
        daemon.child.send(SIGINT)
        #expect(try daemon.waitForEnd() == .exited(0))
    }

    @Test("a reload replaces them one after the other, and those that do not go are killed")
    func reload() throws {
        let script = { (name: String) in "echo \(name); trap '' TERM; exec sleep 60" }
        let daemon = try DaemonProcess(Self.configuration(script("one"), drainTimeout: "1s"))
        _ = try daemon.log.wait(containing: ": one", number: 2)
        let first = daemon.workers
        try daemon.folder.write("preforkd.toml", Self.configuration(script("two"), drainTimeout: "1s"))
        daemon.child.send(SIGHUP)
        _ = try daemon.log.wait(containing: "reloaded in ")
        _ = try daemon.log.wait(containing: ": two", number: 2)
        // Who has ended is a child until it is buried.
        try eventually("the end of the old ones") {
            daemon.workers.count == 2 && Set(first).isDisjoint(with: daemon.workers)
        }
        // The end is seen in /proc, sooner perhaps than what was written of it is read.
        _ = try daemon.log.wait(containing: Self.overdue, number: 2)
        #expect(daemon.log.count(containing: Self.overdue) == 2)
        daemon.child.send(SIGTERM)
        daemon.child.send(SIGINT)
        #expect(try daemon.waitForEnd() == .exited(0))
    }

    @Test(
        "a reload that removes it: who is in hand and who waits in the queue is served, whoever else has the socket",
        .needs(program: "python3"), arguments: ["nobody", "systemd", "a worker from before"])
    func removed(other holder: String) throws {
        // Greets whom it takes and waits for a word, one after the other. Asked to leave, it serves the queue first.
        let script = """
            import select, signal, socket
            asked = []
            signal.signal(signal.SIGTERM, lambda *_: asked.append(True))
            listener = socket.socket(fileno=3)
            while select.select([listener], [], [], 0 if asked else None)[0]:
                client = listener.accept()[0]
                client.sendall(b"welcome")
                client.sendall(client.recv(16))
                client.close()
            """
        let other = "[service.other]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\""
        let program = """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "acceptor"
            command = ["/usr/bin/env", "python3", "-c", '''\(script)''']
            workers.min = 1
            """
        let before = "[service.program]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\""
        let isWorker = holder == "a worker from before"
        var setup = DaemonSetup("\(isWorker ? before : program)\n\(other)")
        let store = FakeStore(room: 16)
        if holder == "systemd" { setup.store = store }
        let stage = try ReloadStage(setup)
        let address = try stage.daemon.address("program")
        if holder == "systemd" {
            try eventually("all of it is kept") { store.names.contains("preforkd-witness") }
        }
        let busy = isWorker ? try TestClient(address) : nil
        if let busy {
            #expect(try busy.exchange("before") == "before")
            #expect(try stage.reload("\(program)\n\(other)").holds)
        }
        let inHand = try TestClient(address)
        #expect(try inHand.receive() == "welcome")
        let queued = try (0..<3).map { _ in try TestClient(address) }
        #expect(try stage.reload(other).holds)
        #expect(try inHand.exchange("in hand") == "in hand")
        for client in queued {
            #expect(try client.receive() == "welcome")
            #expect(try client.exchange("queued") == "queued")
        }
        if let busy { #expect(try busy.exchange("after") == "after") }
        busy?.close()
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a reload to a program that fails leaves all as it is")
    func failedReload() throws {
        let daemon = try DaemonProcess(Self.configuration("exec sleep 60"))
        let first = daemon.workers
        let silent = Self.configuration("exec sleep 60 # other", workers: "{ min = 2, start-timeout = \"500ms\" }")
        try daemon.folder.write("preforkd.toml", silent + "\nready = \"notify\"\n")
        daemon.child.send(SIGHUP)
        _ = try daemon.log.wait(containing: "the reload failed, and everything is as it was")
        try eventually("the old ones alone") { Set(daemon.workers) == Set(first) }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test(
        "the mode that programs gave their listener stays, whatever is started beside them", .needs(program: "python3"))
    func mode() throws {
        // A server that takes who waits by then, and tells each client whether it would have to wait for the next.
        let script = """
            import os, select, socket
            listener = socket.socket(fileno=3)
            listener.setblocking(False)
            while True:
                select.select([listener], [], [])
                listener.accept()[0].sendall(str(os.get_blocking(3)).encode())
            """
        let configuration = { (command: String) in
            """
            [service.program]
            listen = "127.0.0.1:0"
            handler = "acceptor"
            command = [\(command)]
            workers = { min = 1, start-timeout = "1s" }
            """
        }
        let stage = try ReloadStage(configuration("\"/usr/bin/env\", \"python3\", \"-c\", '''\(script)'''"))
        let address = try stage.daemon.address("program")
        #expect(try TestClient(address).receiveToEnd() == "False")
        #expect(try !stage.reload(configuration("\"/bin/false\"")).holds)
        #expect(try TestClient(address).receiveToEnd() == "False")
        #expect(try stage.daemon.stop() == .exited(0))
    }
}
