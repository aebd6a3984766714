import Control
import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("The control socket of a daemon", .daemonLogs)
struct ControlTests {
    private static let echo = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 2 }
        """

    @Test("of programs that accept by themselves it tells how many run, and no figures that nobody has")
    func programs() throws {
        let controlled = try ControlledDaemon(
            """
            [service.sleep]
            listen = "127.0.0.1:0"
            handler = "acceptor"
            command = ["/bin/sleep", "60"]
            workers.min = 2
            """)
        let outcome = try controlled.ask("status")
        #expect(outcome.output.contains("2 running, at least 2, at most 2"), "\(outcome.output)")
        #expect(!outcome.output.contains("accepted") && !outcome.output.contains("busy"), "\(outcome.output)")
        #expect(try controlled.daemon.stop() == .exited(0))
    }

    @Test("answers while every worker is busy, and while one is stopped")
    func busy() throws {
        let controlled = try ControlledDaemon(Self.echo)
        let address = try controlled.daemon.address("echo")
        let clients = try (0..<2).map { _ in try TestClient(address) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let stopped = try #require(controlled.daemon.workers.first)
        kill(stopped, SIGSTOP)
        defer { kill(stopped, SIGCONT) }
        let service = try #require(try controlled.status().services.first)
        #expect(service.busy == 2 && service.idle == 0 && service.inHand == 2)
        let workers = try controlled.records(.workers(service: "echo"), WorkerStatus.self)
        #expect(Set(workers.map { pid_t($0.pid) }) == Set(controlled.daemon.workers))
        #expect(
            workers.allSatisfy { $0.state == "busy" && $0.connections == 1 && $0.peer?.hasPrefix("127.0.0.1:") == true }
        )
    }

    @Test("is not held up by half a request, nor by one who does not read")
    func rudeClients() throws {
        let controlled = try ControlledDaemon(Self.echo)
        let address = try SocketAddress(unixPath: controlled.socket)
        let half = try TestClient(address)
        try half.send("stat")
        var deaf: [TestClient] = []
        for _ in 0..<8 {
            let client = try TestClient(address)
            try client.send("workers\n")
            deaf.append(client)
        }
        #expect(try controlled.status().services.map(\.name) == ["echo"])
        #expect(try half.receiveToEnd() == "", "given up in the end")
    }

    @Test("is for root and the daemon's user, whatever the permissions of its file", .needsRoot)
    func refused() throws {
        let controlled = try ControlledDaemon(Self.echo)
        let kept = try controlled.ask("status", wrappers: [.user(65_534)])
        #expect(kept.status == .exited(4), "\(kept)")
        chmod(controlled.socket, 0o666)
        let refused = try controlled.ask("status", wrappers: [.user(65_534)])
        #expect(refused.status == .exited(4), "\(refused)")
        #expect(refused.error.contains("control-group"))
        #expect(try controlled.ask("status").status == .exited(0))
    }

    @Test("is for the members of control-group too, in whichever way they are", .needsRoot)
    func group() throws {
        let group: UInt32 = 64_128
        let controlled = try ControlledDaemon("control-group = \"\(group)\"\n\(Self.echo)")
        let member = Wrapper(arguments: ["setpriv", "--reuid=65534", "--regid=\(group)", "--clear-groups"])
        let other = Wrapper(arguments: ["setpriv", "--reuid=65534", "--regid=65534", "--groups=\(group)"])
        for wrapper in [member, other] {
            let outcome = try controlled.ask("status", wrappers: [wrapper])
            #expect(outcome.status == .exited(0), "\(outcome)")
        }
        let stranger = try controlled.ask("status", wrappers: [.user(65_534)])
        #expect(stranger.status == .exited(4) && stranger.output == "", "\(stranger)")
    }

    @Test("a socket that a dead daemon left is replaced, and a living one's is not")
    func twoDaemons() throws {
        let first = try ControlledDaemon(Self.echo)
        let second = try ControlledDaemon(Self.echo, in: first.folder)
        _ = try second.daemon.log.wait(containing: "no control socket at \(second.socket): somebody answers")
        #expect(try first.status().pid == Int(first.daemon.pid))
        kill(first.daemon.pid, SIGKILL)
        _ = try first.daemon.waitForEnd()
        let third = try ControlledDaemon(Self.echo, in: first.folder)
        #expect(try third.status().pid == Int(third.daemon.pid))
        #expect(try third.daemon.stop() == .exited(0))
        #expect(!FileContents.exists(third.socket))
    }

    @Test("is in the runtime directory, where the service manager made one")
    func runtimeDirectory() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(Self.echo)
        setup.environment = ["RUNTIME_DIRECTORY=\(folder.path):/nowhere"]
        let daemon = try setup.start()
        let outcome = try Program.run(
            Launch(program: Program.preforkctl, arguments: ["status", "--socket", folder.path("control.sock")]))
        #expect(outcome.status == .exited(0) && outcome.output.contains("pid \(daemon.pid)"), "\(outcome)")
    }

    @Test("tells at each instant of as many connections as there were, under load and kills")
    func exactness() throws {
        let controlled = try ControlledDaemon(
            """
            [service.hi]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "hi"
            workers = { min = 4, max = 8 }
            """)
        let load = Load(try controlled.daemon.address("hi"), expecting: "hi", connections: .max, concurrency: 4)
        try load.waitUntilBegun(20)
        var last = 0
        for sample in 0..<200 {
            if sample.isMultiple(of: 10), let victim = controlled.daemon.workers.randomElement() {
                kill(victim, SIGKILL)
            }
            let service = try #require(try controlled.status().services.first)
            #expect(service.accepted == service.served + service.failed + service.crashed + service.inHand)
            #expect(service.durations.last?.count == service.served + service.failed)
            #expect((0...8).contains(service.inHand) && service.accepted >= last)
            last = service.accepted
        }
        try eventually("a rate") { try controlled.status().services[0].perSecond > 0 }
        let tally = load.stop()
        try eventually("a quiet pool") { try controlled.status().services[0].inHand == 0 }
        let service = try controlled.status().services[0]
        // A worker may die between its client's end and its own count of it.
        #expect(service.accepted >= tally.served)
        #expect(service.accepted == service.served + service.crashed)
    }
}
