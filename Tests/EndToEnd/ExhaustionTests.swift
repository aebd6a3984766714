import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("A system that has run out", .daemonLogs, .serialized)
struct ExhaustionTests {
    /// Long enough for a loop that spins to show, and for several attempts of one that does not.
    private static let window = Duration.seconds(3)

    @Test(
        "of descriptors, in the workers: they wait without spinning, say it once, and serve when it is over",
        arguments: ["\"127.0.0.1:0\"", "[\"127.0.0.1:0\", \"127.0.0.2:0\"]"])
    func descriptors(listen: String) throws {
        let daemon = try DaemonProcess(
            """
            [daemon]
            log-level = "debug"
            [service.echo]
            listen = \(listen)
            handler = "echo"
            workers = { min = 2, max = 2 }
            """)
        let workers = daemon.workers
        let limits = try workers.map { try Limit("nofile", of: $0, soft: 3) }
        // A worker that waits in accept() has a descriptor set aside for one more.
        for _ in workers { try TestClient(daemon.address("echo")).closeWriting() }
        let client = try TestClient(daemon.address("echo"))
        try client.send("hello")
        let line = try daemon.log.wait(containing: "echo: can't accept: Too many open files").text
        #expect(line.contains(" error ") && line.contains(" ERRNO=24"))
        try expectQuiet(daemon, [daemon.pid] + workers)
        #expect(daemon.log.count(containing: "can't accept") == 1)
        for limit in limits { try limit.lift() }
        #expect(try client.receive() == "hello")
        #expect(daemon.workers == workers)
    }

    @Test(
        "of processes, at a fork: the supervisor waits without spinning, says it once, and forks when it is over",
        .needsRoot)
    func processes() throws {
        // root may exceed any number of processes.
        let user: UInt32 = 64_125
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 2, max = 2 }
            """)
        setup.program = try folder.copy(Program.preforkd)
        setup.wrappers = [.user(user)]
        let daemon = try setup.start()
        let limit = try Limit("nproc", of: daemon.pid, soft: 1, by: [.user(user)])
        for worker in daemon.workers { kill(worker, SIGKILL) }
        _ = try daemon.log.wait(containing: "was killed by signal KILL", number: 2)
        let client = try TestClient(daemon.address("echo"))
        try client.send("hello")
        let line = try daemon.log.wait(containing: "echo: can't start a worker: Resource temporarily unavailable").text
        #expect(line.contains(" error "))
        try expectQuiet(daemon, [daemon.pid])
        #expect(daemon.workers == [])
        let complaints = daemon.log.texts.filter { $0.contains("start") && !$0.contains("was killed") }
        #expect(complaints == [line])
        try limit.lift()
        #expect(try client.receive() == "hello")
        try eventually("a whole pool") { daemon.workers.count == 2 }
        client.close()
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("of processes, at the start of a program: the connection is closed, and its record says so", .needsRoot)
    func programs() throws {
        let user: UInt32 = 64_126
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(
            """
            [daemon]
            log-level = "debug"
            [service.program]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/echo", "hello"]
            workers = { min = 1, max = 1 }
            """)
        setup.program = try folder.copy(Program.preforkd)
        setup.wrappers = [.user(user)]
        let daemon = try setup.start()
        let worker = try #require(daemon.workers.first)
        _ = try Limit("nproc", of: worker, soft: 1, by: [.user(user)])
        #expect(try TestClient(daemon.address("program")).receiveToEnd() == "")
        let reason = "there can be no process for it: Resource temporarily unavailable"
        let line = try daemon.log.wait(containing: " failed: can't start /bin/echo: \(reason), ").text
        #expect(line.contains(" ERRNO=11"))
        // The next worker has no such limit.
        #expect(try TestClient(daemon.address("program")).receiveToEnd() == "hello\n")
        #expect(try daemon.stop() == .exited(0))
    }

    private func expectQuiet(_ daemon: DaemonProcess, _ processes: [pid_t]) throws {
        let before = processes.map { ProcessFacts(pid: $0).processorTime }
        pause(Self.window)
        for (process, before) in zip(processes, before) {
            let used = ProcessFacts(pid: process).processorTime - before
            #expect(used < Self.window / 15, "process \(process) used \(used) of \(Self.window)")
        }
    }
}

/// A limit of another process, lowered for a while.
private struct Limit {
    private let name: String
    private let pid: pid_t
    private let original: String
    private let wrappers: [Wrapper]

    /// - Parameter wrappers: make the one who sets the limit somebody who may.
    init(_ name: String, of pid: pid_t, soft: Int, by wrappers: [Wrapper] = []) throws {
        self.name = name
        self.pid = pid
        self.wrappers = wrappers
        let arguments = ["--pid=\(pid)", "--\(name)", "--output=SOFT", "--noheadings", "--raw"]
        original = try Self.prlimit(arguments, wrappers).filter { !$0.isWhitespace }
        _ = try Self.prlimit(["--pid=\(pid)", "--\(name)=\(soft):"], wrappers)
    }

    func lift() throws {
        _ = try Self.prlimit(["--pid=\(pid)", "--\(name)=\(original):"], wrappers)
    }

    private static func prlimit(_ arguments: [String], _ wrappers: [Wrapper]) throws -> String {
        let outcome = try Program.run(Launch(program: "prlimit", arguments: arguments, wrappers: wrappers))
        #expect(outcome.status == .exited(0), "\(outcome)")
        return outcome.output
    }
}
