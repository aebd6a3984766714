import Glibc
import LinuxSystem
import LoadClient
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("Reload that fails", .daemonLogs, .serialized)
struct ReloadFailureTests {
    private static func configuration(_ message: String = "Smile", _ more: String = "") -> String {
        """
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "\(message)\\n"
        workers = { min = 4, max = 4 }
        \(more)
        """
    }

    /// A new service at a path and at an address, and what is wrong with the configuration.
    private static func added(_ path: String, _ address: String = "127.0.0.1:0", _ more: String = "") -> String {
        configuration(
            "New",
            """
            [service.new]
            listen = ["unix:\(path)", "\(address)"]
            \(more.isEmpty ? "handler = \"echo\"" : more)
            """)
    }

    /// What may be wrong, and what the log must say of it.
    private struct Fault {
        let text: String
        let reason: String
        var fragment: String?
    }

    private static func faults(_ path: String, taken: SocketAddress) -> [Fault] {
        [
            Fault(text: configuration() + "\n[service.smile\n", reason: "preforkd.toml:7:"),
            Fault(text: configuration("x", "mesage = \"y\""), reason: "preforkd.toml:6:1: "),
            Fault(text: configuration("x", "accounting = \"some\""), reason: "preforkd.toml:6:"),
            Fault(text: added(path, "\(taken)"), reason: "service \"new\": can't listen on \(taken): "),
            Fault(
                text: added(path, "127.0.0.1:0", "handler = \"program\"\ncommand = [\"/nowhere/program\"]"),
                reason: "preforkd.toml:9:"),
            Fault(
                text: added(path, "127.0.0.1:0", "handler = \"echo\"\nuser = \"nobody-has-this-name\""),
                reason: "there is no user \"nobody-has-this-name\""),
            Fault(text: added(path), reason: "conf.d/broken.toml:1:", fragment: "[service.\n"),
        ]
    }

    @Test("whatever is wrong: place and reason are told, nothing has changed, nobody is lost, and a good one follows")
    func refused() throws {
        let other = try Listener("127.0.0.1:0")
        let stage = try ReloadStage(Self.configuration())
        let folder = stage.daemon.folder
        let path = folder.path("new")
        let load = LoadThread(try stage.daemon.address("smile"), .greeting("Smile\n"), concurrency: 4)
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        for fault in Self.faults(path, taken: other.address) {
            if let fragment = fault.fragment { try folder.write("conf.d/broken.toml", fragment) }
            let ending = try stage.reload(fault.text)
            #expect(!ending.holds && ending.text.contains(fault.reason), "\(fault.reason): \(ending.text)")
            #expect(!ending.text.contains("listening on"), "\(ending.text)")
            try stage.waitUntilAsBefore(descriptors, workers: 4)
            #expect(!FileContents.exists(path))
            unlink(folder.path("conf.d/broken.toml"))
        }
        unlink(folder.path("preforkd.toml"))
        #expect(try stage.reload().text.contains("preforkd.toml:1:1: "))
        #expect(Set(stage.daemon.workers) == workers)
        expectNoLoss(load.stop())

        #expect(try stage.reload(Self.added(path)).holds)
        #expect(try TestClient(SocketAddress(unixPath: path)).exchange("hello") == "hello")
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "New\n")
        #expect(try stage.reload(Self.configuration()).holds)
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(!FileContents.exists(path))
        #expect(try stage.daemon.stop() == .exited(0))
        // Each that began has ended, and was told so.
        let told = stage.daemon.notifications.texts.filter { $0 == "RELOADING=1" || $0 == "READY=1" }
        for (place, line) in told.enumerated() { #expect(line == (place % 2 == 0 ? "READY=1" : "RELOADING=1")) }
        let begins = stage.daemon.log.count(containing: "reloading the configuration")
        #expect(told.count == 1 + 2 * begins)
        let times = stage.daemon.notifications.texts.compactMap { line in
            line.hasPrefix("MONOTONIC_USEC=") ? Int(line.drop { $0 != "=" }.dropFirst()) : nil
        }
        #expect(times.count == begins && times == times.sorted())
    }

    /// A program that ends where it should accept.
    static let dying = "handler = \"acceptor\"\ncommand = [\"/bin/false\"]"

    @Test("for a worker on trial that dies: nothing has changed, and what was opened is closed")
    func deathOnTrial() throws {
        let stage = try ReloadStage(Self.configuration())
        let path = stage.daemon.folder.path("new")
        let load = LoadThread(try stage.daemon.address("smile"), .greeting("Smile\n"), concurrency: 4)
        let (workers, descriptors) = (Set(stage.daemon.workers), stage.descriptors)
        var failures = 0
        // It is to die before it is ready, and it hurries. Where it was faster, all begins again.
        for _ in 0..<100 where failures < 5 {
            // As the other service is with it, so that it alone is new.
            try stage.write(Self.added(path).replacing("\"New", with: "\"Smile"))
            stage.daemon.child.send(SIGHUP)
            kill(try Self.first(of: "new", stage), SIGKILL)
            let ending = try stage.waitForEnd()
            if ending.holds {
                try stage.reload(Self.configuration())
            } else {
                failures += 1
                #expect(ending.text.contains("service \"new\": its first worker was killed"), "\(ending)")
            }
            try stage.waitUntilAsBefore(descriptors, workers: 4)
            #expect(!FileContents.exists(path))
        }
        #expect(failures == 5)
        #expect(Set(stage.daemon.workers) == workers)
        expectNoLoss(load.stop())
        #expect(try stage.reload(Self.configuration("Better")).holds)
        #expect(try TestClient(stage.daemon.address("smile")).receiveToEnd() == "Better\n")
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("for a worker on trial that is never ready: likewise, once start-timeout is over")
    func neverReady() throws {
        let stage = try ReloadStage(Self.configuration())
        let path = stage.daemon.folder.path("new")
        let descriptors = stage.descriptors
        let slow = "handler = \"echo\"\nworkers = { min = 1, max = 1, start-timeout = \"1s\" }"
        // As the other service is with it, so that it alone is new.
        try stage.reload(Self.configuration("New"))
        try stage.write(Self.added(path, "127.0.0.1:0", slow))
        var ending: ReloadStage.Ending?
        // It is to be stopped before it is ready, and it hurries. Where it was faster, all begins again.
        for _ in 0..<100 where ending?.holds ?? true {
            if ending != nil {
                try stage.reload(Self.configuration("New"))
                try stage.waitUntilAsBefore(descriptors, workers: 4)
                try stage.write(Self.added(path, "127.0.0.1:0", slow))
            }
            stage.daemon.child.send(SIGHUP)
            let trial = try Self.first(of: "new", stage)
            kill(trial, SIGSTOP)
            ending = try stage.waitForEnd()
            kill(trial, SIGCONT)
        }
        let text = try #require(ending).text
        #expect(text.contains("its first worker was not ready within start-timeout"), "\(text)")
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(!FileContents.exists(path))
        #expect(try stage.daemon.stop() == .exited(0))
    }

    /// The first worker of a service, as soon as it can be told from others.
    private static func first(of service: String, _ stage: ReloadStage) throws -> pid_t {
        let deadline = MonotonicClock.now() + .seconds(20)
        while MonotonicClock.now() < deadline {
            if let found = stage.workers(service).first { return found }
        }
        throw Absent(wanted: "a worker of \(service)", limit: .seconds(20))
    }
}
