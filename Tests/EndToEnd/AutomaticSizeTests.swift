import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A pool whose maximum is \"auto\"", .daemonLogs, .serialized)
struct AutomaticSizeTests {
    private static let configuration = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 1, max = "auto" }
        """

    /// Starts it with less than the machine has, and tells what the journal says of its size.
    private func start(_ wrapper: Wrapper) throws -> (daemon: DaemonProcess, size: String) {
        var setup = DaemonSetup(Self.configuration)
        setup.wrappers = [wrapper]
        let daemon = try setup.start()
        return (daemon, try daemon.log.wait(containing: "echo: at most ").text)
    }

    @Test("goes as far as its descriptors, says so, and is refused none")
    func descriptors() throws {
        let (daemon, size) = try start(Wrapper(arguments: ["prlimit", "--nofile=90:90"]))
        #expect(size.contains(" workers: RLIMIT_NOFILE binds ("))
        #expect(size.contains(" of 90 left, 2 for each worker)"))
        let address = try daemon.address("echo")
        var clients: [TestClient] = []
        // Each gets a worker or waits; the pool is full when the status says why it grows no more.
        while daemon.notifications.count(containing: "(RLIMIT_NOFILE)") == 0, clients.count < 40 {
            clients.append(try TestClient(address))
            pause(.milliseconds(100))
        }
        let most = daemon.workers.count
        #expect(most > 8 && most < 30)
        for client in clients.prefix(most) { #expect(try client.exchange("hello") == "hello") }
        #expect(daemon.log.count(containing: "can't start a worker") == 0)
        for client in clients { client.close() }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("has all descriptors that it may have, and its workers what it was started with")
    func raised() throws {
        let (daemon, size) = try start(Wrapper(arguments: ["prlimit", "--nofile=60:2000"]))
        #expect(!size.contains(" of 60 left"))
        #expect(ProcessFacts(pid: daemon.pid).openFilesLimit == [2_000, 2_000])
        for worker in daemon.workers { #expect(ProcessFacts(pid: worker).openFilesLimit == [60, 2_000]) }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("goes as far as the processes that its user may have", .needsRoot)
    func processes() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(Self.configuration)
        setup.program = try folder.copy(setup.program)
        // Root's own limit is none, so it is set by one who is not root any more.
        setup.wrappers = [.user(65_432), Wrapper(arguments: ["prlimit", "--nproc=20:20"])]
        let daemon = try setup.start()
        let size = try daemon.log.wait(containing: "echo: at most ").text
        let said = try #require(size.firstMatch(of: /at most (\d+) workers: RLIMIT_NPROC binds \((\d+) of 20 left\)/))
        // Others may run as that user too. A worker and a program of its are two, beside one that is replaced.
        #expect(try #require(Int(said.1)) == #require(Int(said.2)) - 2)
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("has so many workers for each processor that it may run on")
    func processors() throws {
        // This process may not run on each of them either.
        let facts = try #require(FileContents.text("/proc/self/status", limit: 65_536))
        let first = try #require(facts.firstMatch(of: /Cpus_allowed_list:\s*(\d+)/)).1
        let (daemon, size) = try start(Wrapper(arguments: ["taskset", "--cpu-list", "\(first)"]))
        #expect(size.contains(": at most 128 workers: processors of the machine bind (1, 128 workers on each)"))
        #expect(try daemon.stop() == .exited(0))
    }

    static let groups: [(files: [String: String], size: String)] = [
        (
            ["pids.max": "40", "pids.current": "10"],
            "at most 26 workers: pids limit of the cgroup binds (30 of 40 left)"
        ),
        (
            ["cpu.max": "50000 100000", "pids.max": "max", "pids.current": "10"],
            "at most 64 workers: CPU quota of the cgroup binds (0.5, 128 workers on each)"
        ),
        (
            ["memory.max": "20971520", "memory.current": "12582912", "memory.stat": "inactive_file 2097152\n"],
            "at most 8 workers: memory of the cgroup binds (10M of 20M left, 1M for each worker)"
        ),
    ]

    @Test("goes as far as its cgroup, and says what binds", .needsMounts, arguments: groups)
    func controlGroup(files: [String: String], size: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("cgroup.controllers", "cpu memory pids\n")
        for (name, text) in files { try folder.write(name, text) }
        let (daemon, said) = try start(.controlGroup(folder.path))
        #expect(said.contains(size))
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("grows no more when others have taken what is left, and grows again when they gave it back", .needsMounts)
    func others() throws {
        let folder = try TemporaryFolder()
        for (name, text) in ["cgroup.controllers": "", "pids.max": "200", "pids.current": "10"] {
            try folder.write(name, text)
        }
        let (daemon, _) = try start(.controlGroup(folder.path))
        let address = try daemon.address("echo")
        try folder.write("pids.current", "195")
        var clients: [TestClient] = []
        while daemon.notifications.count(containing: "(pids limit of the cgroup)") == 0, clients.count < 100 {
            clients.append(try TestClient(address))
            pause(.milliseconds(50))
        }
        let most = daemon.workers.count
        #expect(most < clients.count)
        try folder.write("pids.current", "20")
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        #expect(daemon.workers.count >= clients.count)
        for client in clients { client.close() }
        let saturated = try daemon.log.wait(containing: "echo: saturated: ").text
        #expect(saturated.hasSuffix("; pids limit of the cgroup binds"))
        #expect(try daemon.stop() == .exited(0))
    }
}
