import LinuxSystem
import SystemPackage
import Testing

@Suite("The daemon's processes", .daemonLogs)
struct ProcessShapeTests {
    private static let configuration = """
        [service.one]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile\\n"
        workers = { min = 2, max = 4 }
        [service.two]
        listen = ["127.0.0.1:0", "127.0.0.2:0", "*:0"]
        handler = "echo"
        workers = { min = 2, max = 2 }
        """

    /// What a worker may hold beside 0, 1 and 2, by the name in /proc, and how many of each.
    private static func expected(_ service: String, listeners: Int) -> [String: Int] {
        var expected = [
            // The pipe is what the daemon was given as stderr.
            "socket:": listeners, "pipe:": 1, "/memfd:preforkd:\(service)": 1, "anon_inode:[eventfd]": 1,
        ]
        if listeners > 1 { expected["anon_inode:[eventpoll]"] = 1 }
        return expected
    }

    private static func held(_ worker: Int32) -> [String: Int] {
        let others = ProcessFacts(pid: worker).descriptors.filter { $0.key > 2 }.values
        return others.reduce(into: [:]) { counts, target in
            let end = target.firstIndex(of: "[").flatMap { target.hasPrefix("anon_inode") ? nil : $0 }
            let name = target[..<(end ?? target.endIndex)].split(separator: " ")[0]
            counts[String(name), default: 0] += 1
        }
    }

    private static func workers(of daemon: DaemonProcess, _ service: String) -> [Int32] {
        daemon.workers.filter { ProcessFacts(pid: $0).title == "preforkd: worker \(service)" }
    }

    @Test("say in ps what they are and for which service")
    func titles() throws {
        let daemon = try DaemonProcess(Self.configuration)
        #expect(ProcessFacts(pid: daemon.pid).title == "preforkd: supervisor")
        let titles = daemon.workers.map { ProcessFacts(pid: $0).title }.sorted()
        #expect(
            titles == [
                "preforkd: worker one", "preforkd: worker one", "preforkd: worker two", "preforkd: worker two",
            ])
        #expect(ProcessFacts(pid: daemon.pid).shortName == "preforkd: super")
    }

    @Test("a worker has room for its own descriptors, and not for those of the supervisor")
    func descriptorTable() throws {
        let daemon = try DaemonProcess(
            """
            [service.many]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 600, max = 600 }
            """)
        #expect(ProcessFacts(pid: daemon.pid).descriptorRoom > 1_024)
        let workers = daemon.workers
        // Nobody who helped with it is left.
        #expect(workers.count == 600)
        for worker in workers { #expect(ProcessFacts(pid: worker).descriptorRoom <= 1_024) }
        #expect(try TestClient(daemon.address("many")).exchange("hello") == "hello")
    }

    @Test("have one thread each, the supervisor also after deaths and load")
    func threads() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let tally = Load.run(try daemon.address("one"), expecting: "Smile\n", connections: 200, concurrency: 4)
        #expect(tally == Tally(served: 200))
        for process in [daemon.pid] + daemon.workers { #expect(ProcessFacts(pid: process).threads == 1) }
    }

    @Test("a worker holds listeners, log, scoreboard and wake-up, an epoll for several, and nothing else")
    func workersDescriptors() throws {
        var setup = DaemonSetup(Self.configuration)
        // What a careless parent leaves open.
        let pipe = try Pipe()
        let socket = try Socket.make(.ipv4)
        let strays = try [HighDescriptor(pipe.readEnd), HighDescriptor(pipe.writeEnd), HighDescriptor(socket)]
        for (number, stray) in zip([3, 57, 777] as [CInt], strays) { setup.strayDescriptors[number] = stray }
        let daemon = try setup.start()
        for (service, listeners) in [("one", 1), ("two", 3)] {
            let workers = Self.workers(of: daemon, service)
            #expect(workers.count == 2)
            for worker in workers {
                #expect(Self.held(worker) == Self.expected(service, listeners: listeners))
                #expect(ProcessFacts(pid: worker).descriptors[0] == "/dev/null")
            }
        }
    }

    @Test("a worker holds the journal's socket too where there is a journal", .needsJournalFolder)
    func journalsDescriptor() throws {
        var setup = DaemonSetup(Self.configuration)
        setup.journal = try FakeJournal()
        let daemon = try setup.start()
        var expected = Self.expected("one", listeners: 1)
        // To the eye it is like a listener.
        expected["socket:"] = 2
        // Its records do not go to stderr.
        expected["pipe:"] = nil
        let workers = Self.workers(of: daemon, "one")
        #expect(workers.map(Self.held) == [expected, expected])
    }

    @Test("run as the user and group that the service names, the supervisor as before", .needsRoot)
    func users() throws {
        let daemon = try DaemonProcess(
            Self.configuration + "\nuser = \"nobody\"\ngroup = \"64126\"\n")
        let nobody = try #require(UserDatabase.user("nobody"))
        #expect(ProcessFacts(pid: daemon.pid).userAndGroup == [0, 0])
        let identities = { (service: String) in
            Self.workers(of: daemon, service).map { ProcessFacts(pid: $0).userAndGroup }
        }
        #expect(identities("one") == [[0, 0], [0, 0]])
        #expect(identities("two") == [[nobody.id, 64_126], [nobody.id, 64_126]])
        #expect(try TestClient(daemon.address("two")).exchange("hello") == "hello")
    }
}
