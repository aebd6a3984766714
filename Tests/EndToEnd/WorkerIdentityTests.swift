import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("As whom workers and their programs run", .daemonLogs)
struct WorkerIdentityTests {
    private static func configuration(_ keys: String) -> String {
        """
        [service.program]
        listen = "127.0.0.1:0"
        handler = "program"
        command = ["/bin/cat"]
        workers = { min = 1, max = 1 }
        \(keys)
        [service.built-in]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 1, max = 1 }
        \(keys)
        """
    }

    /// The two workers, and the program of one of them while its client waits.
    private func withProcesses(
        of daemon: DaemonProcess, sourceLocation: SourceLocation = #_sourceLocation,
        _ look: (ProcessFacts) throws -> Void
    ) throws {
        let client = try TestClient(daemon.address("program"))
        let workers = daemon.workers
        #expect(workers.count == 2, sourceLocation: sourceLocation)
        try eventually("a program") { workers.contains { Self.program(of: $0) != nil } }
        for process in workers + workers.compactMap(Self.program) { try look(ProcessFacts(pid: process)) }
        client.close()
    }

    /// Once it is what it is to be, and no worker's copy any more.
    private static func program(of worker: pid_t) -> pid_t? {
        ProcessFacts.children(of: worker).first { ProcessFacts(pid: $0).shortName == "cat" }
    }

    private func expectPowerless(_ process: ProcessFacts, bounding: String, _ location: SourceLocation) {
        for set in ["CapInh", "CapPrm", "CapEff", "CapAmb"] {
            #expect(process.status(set) == "0000000000000000", "\(set) of \(process.title)", sourceLocation: location)
        }
        #expect(process.status("CapBnd") == bounding, "\(process.title)", sourceLocation: location)
        #expect(process.status("NoNewPrivs") == "1", "\(process.title)", sourceLocation: location)
        let own = ProcessFacts(pid: getpid()).status("Seccomp")
        #expect(process.status("Seccomp") == own, "\(process.title)", sourceLocation: location)
    }

    @Test("root's workers keep root's number and no capability, and the supervisor keeps all", .needsRoot)
    func root() throws {
        let daemon = try DaemonProcess(Self.configuration(""))
        try withProcesses(of: daemon) { process in
            #expect(process.userAndGroup == [0, 0])
            expectPowerless(process, bounding: "0000000000000000", #_sourceLocation)
        }
        let (supervisor, own) = (ProcessFacts(pid: daemon.pid), ProcessFacts(pid: getpid()))
        for name in ["CapEff", "CapBnd", "NoNewPrivs"] { #expect(supervisor.status(name) == own.status(name)) }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("another user's workers have that user's groups, limits and folder", .needsRoot)
    func anotherUser() throws {
        let folder = try TemporaryFolder()
        let groups = try folder.write("group", "root:x:0:\nfirst:x:64501:nobody\nsecond:x:64502:root,nobody\n")
        let home = try folder.write("home/file", "").split(separator: "/").dropLast().map { "/\($0)" }.joined()
        var setup = DaemonSetup(
            Self.configuration(
                """
                user = "nobody"
                group = "64126"
                directory = "\(home)"
                limits = { nofile = "100:200", nproc = 1000, core = 0, as = "infinity", cpu = "1h:2h", stack = "4M:8M" }
                """))
        setup.wrappers = [.file(groups, inThePlaceOf: "/etc/group")]
        let daemon = try setup.start()
        let nobody = try #require(UserDatabase.user("nobody"))
        try withProcesses(of: daemon) { process in
            #expect(process.userAndGroup == [nobody.id, 64_126])
            #expect(process.status("Groups") == "64126 64501 64502")
            expectPowerless(process, bounding: "0000000000000000", #_sourceLocation)
            #expect(process.workingDirectory == home)
            #expect(process.root == "/")
            #expect(process.limit("Max open files") == ["100", "200"])
            #expect(process.limit("Max processes") == ["1000", "1000"])
            #expect(process.limit("Max core file size") == ["0", "0"])
            #expect(process.limit("Max address space") == ["unlimited", "unlimited"])
            #expect(process.limit("Max cpu time") == ["3600", "7200"])
            #expect(process.limit("Max stack size") == ["4194304", "8388608"])
        }
        #expect(try TestClient(daemon.address("built-in")).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("a program has the limit of descriptors that the daemon was started with, and the supervisor a higher one")
    func descriptors() throws {
        var setup = DaemonSetup(Self.configuration(""))
        setup.wrappers = [.script("ulimit -Sn 300 && ulimit -Hn 4000 && exec \"$0\" \"$@\"")]
        let daemon = try setup.start()
        #expect(ProcessFacts(pid: daemon.pid).openFilesLimit == [4_000, 4_000])
        try withProcesses(of: daemon) { #expect($0.openFilesLimit == [300, 4_000]) }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("a worker whose listeners lie beyond its limit of descriptors still retires when it is asked")
    func highListeners() throws {
        let folder = try TemporaryFolder()
        // Those of the first service take the low numbers.
        let paths = (0..<40).map { "\"unix:\(folder.path("\($0)"))\"" }.joined(separator: ", ")
        let first = "[service.first]\nlisten = [\(paths)]\nhandler = \"echo\"\nworkers = { min = 1, max = 1 }\n"
        let daemon = try DaemonProcess(first + Self.configuration("limits.nofile = 20"))
        let concerned = daemon.workers.filter { ProcessFacts(pid: $0).title.hasSuffix("built-in") }
        #expect(!concerned.isEmpty)
        for worker in concerned {
            let listeners = ProcessFacts(pid: worker).descriptors.filter { $0.value.hasPrefix("socket:") }.keys
            #expect(try #require(listeners.max()) > 20)
            #expect(ProcessFacts(pid: worker).openFilesLimit == [Int(try #require(listeners.max())) + 1].doubled)
        }
        #expect(try TestClient(daemon.address("built-in")).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "are killed") == 0)
    }

    @Test("a reload gives workers another identity, and one that they can't have leaves them as they are", .needsRoot)
    func reload() throws {
        let daemon = try DaemonProcess(Self.configuration(""))
        let before = Set(daemon.workers)
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o700)
        let user = "user = \"nobody\"\n"
        try daemon.folder.write(
            "preforkd.toml", Self.configuration(user + "directory = \"\(folder.path)\""))
        daemon.child.send(SIGHUP)
        _ = try daemon.log.wait(
            containing: ": its first worker could not start: "
                + "directory \"\(folder.path)\": Permission denied")
        #expect(try TestClient(daemon.address("built-in")).exchange("hello") == "hello")
        #expect(Set(daemon.workers) == before)
        let program = try folder.write("program", bytes: Array("#!/bin/sh\n".utf8), mode: 0o700)
        try daemon.folder.write(
            "preforkd.toml",
            Self.configuration(user).replacing("\"echo\"", with: "\"program\"\ncommand = [\"\(program)\"]"))
        daemon.child.send(SIGHUP)
        _ = try daemon.log.wait(
            containing:
                "service \"built-in\": its first worker could not start: its workers can't run \"\(program)\": ")
        #expect(try TestClient(daemon.address("built-in")).exchange("hello") == "hello")
        #expect(Set(daemon.workers) == before)
        try daemon.folder.write("preforkd.toml", Self.configuration(user))
        daemon.child.send(SIGHUP)
        let nobody = try #require(UserDatabase.user("nobody"))
        try eventually("workers of another user") {
            let users = daemon.workers.map { ProcessFacts(pid: $0).userAndGroup.first }
            return users == [nobody.id, nobody.id]
        }
        #expect(try TestClient(daemon.address("built-in")).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("without root, workers lose the capabilities that the daemon was given, and no more is needed", .needsRoot)
    func ambient() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(Self.configuration(""))
        setup.program = try folder.copy(Program.preforkd)
        setup.wrappers = [
            Wrapper(arguments: [
                "setpriv", "--reuid=64123", "--regid=64123", "--clear-groups", "--inh-caps=-all,+net_bind_service",
                "--ambient-caps=-all,+net_bind_service", "--bounding-set=-all,+net_bind_service",
            ])
        ]
        setup.notify = .isAbsent
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "ready: ")
        #expect(ProcessFacts(pid: daemon.pid).status("CapEff") == "0000000000000400")
        try withProcesses(of: daemon) { process in
            #expect(process.userAndGroup == [64_123, 64_123])
            // Only root may take that away; without new privileges nobody can have it.
            expectPowerless(process, bounding: "0000000000000400", #_sourceLocation)
        }
        #expect(try daemon.stop() == .exited(0))
    }
}

extension [Int] {
    fileprivate var doubled: [Int] { self + self }
}
