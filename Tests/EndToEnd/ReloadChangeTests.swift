import Glibc
import LinuxSystem
import LoadClient
import SystemPackage
import TestSupport
import Testing

@Suite("What changes in one reload", .daemonLogs, .serialized)
struct ReloadChangeTests {
    private static func service(_ name: String, _ listen: String, _ more: String = "") -> String {
        """
        [service.\(name)]
        listen = [\(listen)]
        handler = "greeting"
        message = "\(name)\\n"
        workers = { min = 2, max = 4 }
        \(more)

        """
    }

    private static func echo(_ name: String, _ listen: String, _ wake: String = "lifo") -> String {
        """
        [service.\(name)]
        listen = [\(listen)]
        handler = "echo"
        workers = { min = 4, max = 4, wake = "\(wake)" }

        """
    }

    /// A port, for services that come and go, as a configuration names it.
    private static func text(_ port: ReservedPort) -> String { "\"\(port.address)\"" }

    private func load(_ address: SocketAddress, _ answer: String) -> LoadThread {
        LoadThread(address, .greeting(answer), concurrency: 2)
    }

    @Test("an abstract name is free as soon as its service is gone, whoever is served still")
    func abstractName() throws {
        let name = "preforkd-test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let address = try SocketAddress(unixAbstract: name)
        let kept = Self.service("kept", "\"127.0.0.1:0\"")
        let stage = try ReloadStage(kept + Self.echo("abstract", "\"unix:@\(name)\""))
        let client = try TestClient(address)
        #expect(try client.exchange("hello") == "hello")
        #expect(try stage.reload(kept).holds)
        #expect(connectError(address) == .connectionRefused)
        try eventually("the end of all but the worker that serves") { stage.workers("abstract").count == 1 }
        let ending = try stage.reload(kept + Self.echo("abstract", "\"unix:@\(name)\""))
        #expect(ending.holds, "\(ending.text)")
        #expect(try TestClient(address).exchange("again") == "again")
        #expect(try client.exchange("still here") == "still here")
        client.close()
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a service gets another name: its clients notice nothing but the answer")
    func renamed() throws {
        let port = try ReservedPort()
        let (address, text) = (port.address, Self.text(port))
        let stage = try ReloadStage(Self.service("n1", text))
        let load = LoadThread(address, .greeting(numbered: "n#\n"), concurrency: 4)
        for number in 1...20 {
            let ending = try stage.reload(Self.service("n\(number % 2 + 1)", text))
            #expect(ending.text.contains("added n\(number % 2 + 1); removed n\((number + 1) % 2 + 1)"))
            #expect(try TestClient(address).receiveToEnd() == "n\(number % 2 + 1)\n")
        }
        expectNoLoss(load.stop())
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a listener goes from one service to another and back, under load")
    func moved() throws {
        let (first, second, third) = (try ReservedPort(), try ReservedPort(), try ReservedPort())
        let (one, moved, two) = (Self.text(first), Self.text(second), Self.text(third))
        let here = Self.service("n1", "\(one), \(moved)") + Self.service("n2", two)
        let there = Self.service("n1", one) + Self.service("n2", "\(two), \(moved)")
        let stage = try ReloadStage(here)
        let loads = [(first, "n1\n"), (third, "n2\n")].map { load($0.0.address, $0.1) }
        let moving = LoadThread(second.address, .greeting(numbered: "n#\n"), concurrency: 2)
        for number in 1...20 {
            #expect(try stage.reload(number % 2 == 1 ? there : here).text.contains("changed n1, n2"))
            #expect(try TestClient(second.address).receiveToEnd() == "n\(number % 2 + 1)\n")
        }
        for load in loads { expectNoLoss(load.stop()) }
        expectNoLoss(moving.stop())
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test(
        "one of several listeners goes and comes: the others lose nobody, and who is connected there finishes",
        arguments: ["lifo", "fifo"])
    func one(wake: String) throws {
        let (first, second) = (try ReservedPort(), try ReservedPort())
        let both = Self.echo("echo", "\(Self.text(first)), \(Self.text(second))", wake)
        let stage = try ReloadStage(both)
        let descriptors = stage.descriptors
        let load = LoadThread(first.address, .echo("hello\n"), concurrency: 2)
        for number in 1...10 {
            let client = try TestClient(second.address)
            #expect(try client.exchange("hello") == "hello")
            #expect(try stage.reload(Self.echo("echo", Self.text(first), wake)).holds)
            #expect(connectError(second.address) == .connectionRefused)
            #expect(try client.exchange("still here") == "still here")
            client.close()
            #expect(try stage.reload(both).holds)
            #expect(try TestClient(second.address).exchange("number \(number)") == "number \(number)")
        }
        expectNoLoss(load.stop())
        try stage.waitUntilAsBefore(descriptors, workers: 4)
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("a service goes and comes again while its clients are connected")
    func again() throws {
        let (kept, extra) = (try ReservedPort(), try ReservedPort())
        let (without, with) = (
            Self.service("n1", Self.text(kept)), Self.service("n1", Self.text(kept)) + Self.echo("e", Self.text(extra))
        )
        let stage = try ReloadStage(with)
        var clients: [TestClient] = []
        for _ in 1...10 {
            let client = try TestClient(extra.address)
            #expect(try client.exchange("hello") == "hello")
            clients.append(client)
            #expect(try stage.reload(without).text.contains("removed e"))
            #expect(connectError(extra.address) == .connectionRefused)
            #expect(try stage.reload(with).text.contains("added e"))
        }
        for client in clients { #expect(try client.exchange("still here") == "still here") }
        for client in clients { client.close() }
        try eventually("nobody but those of the newest") { stage.daemon.workers.count == 6 }
        #expect(try stage.daemon.stop() == .exited(0))
    }

    @Test("the mode of a UNIX listener changes on the open socket; a refused reload gives it back")
    func mode() throws {
        let folder = try TemporaryFolder()
        let listen = "\"unix:\(folder.path("a"))\""
        let stage = try ReloadStage(Self.service("n1", listen, "socket = { mode = \"0600\" }"))
        let mode = {
            var status = stat()
            #expect(lstat(folder.path("a"), &status) == 0)
            return status.st_mode & 0o7777
        }
        #expect(mode() == 0o600)
        #expect(try stage.reload(Self.service("n1", listen, "socket = { mode = \"0666\" }")).holds)
        #expect(mode() == 0o666)
        let missing = Self.service("n2", "\"127.0.0.1:0\"", "user = \"nobody-has-this-name\"")
        #expect(try !stage.reload(Self.service("n1", listen, "socket = { mode = \"0600\" }") + missing).holds)
        #expect(mode() == 0o666)
        #expect(try stage.daemon.stop() == .exited(0))
        #expect(try FileContents.names(in: folder.path) == [])
    }

    @Test("the level of the log and the time of the drain are new in the supervisor and in the workers")
    func surroundings() throws {
        let port = try ReservedPort()
        let (address, text) = (port.address, Self.text(port))
        let service = Self.service("n1", text, "accounting = \"all\"")
        let stage = try ReloadStage("[daemon]\nlog-level = \"notice\"\n" + service)
        let workers = Set(stage.daemon.workers)
        #expect(try TestClient(address).receiveToEnd() == "n1\n")
        #expect(try stage.reload("[daemon]\nlog-level = \"debug\"\ndrain-timeout = \"7s\"\n" + service).holds)
        #expect(workers.isDisjoint(with: stage.daemon.workers))
        #expect(stage.daemon.log.count(containing: " served, ") == 0)
        #expect(try TestClient(address).receiveToEnd() == "n1\n")
        _ = try stage.daemon.log.wait(containing: " served, ")
        #expect(try stage.daemon.stop() == .exited(0))
        #expect(stage.daemon.log.texts.contains { $0.contains("workers have 7 s to finish") })
    }
}
