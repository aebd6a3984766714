import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("Socket activation", .daemonLogs)
struct ActivationTests {
    private static func configuration(_ listen: String) -> String {
        """
        [service.web]
        listen = \(listen)
        handler = "greeting"
        message = "hello\\n"
        workers = { min = 2, max = 2 }
        """
    }

    @Test("a passed socket is served under its name, several of one name together")
    func served() throws {
        let sockets = try (0..<3).map { _ in try PassedListener() }
        var setup = DaemonSetup(Self.configuration("[\"systemd:web\", \"systemd:admin\"]"))
        for (name, socket) in zip(["web", "admin", "web"], sockets) { setup.pass(name, socket.descriptor) }
        let daemon = try setup.start()
        for socket in sockets {
            #expect(Load.run(socket.address, expecting: "hello\n", connections: 10) == Tally(served: 10))
        }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("a passed socket outlives the daemon: its path stays and clients wait in its queue for the next")
    func outlives() throws {
        let folder = try TemporaryFolder()
        let socket = try PassedListener(at: folder.path("web.sock"))
        var setup = DaemonSetup(Self.configuration("\"systemd:web\""))
        setup.pass("web", socket.descriptor)
        let daemon = try setup.start()
        #expect(try TestClient(socket.address).receiveToEnd() == "hello\n")
        #expect(try daemon.stop() == .exited(0))
        #expect(FileContents.exists(folder.path("web.sock")))
        let waiting = try TestClient(socket.address)
        let next = try setup.start()
        #expect(try waiting.receiveToEnd() == "hello\n")
        #expect(try next.stop() == .exited(0))
    }

    @Test("a name that was not passed is an error that lists those that were", arguments: [[], ["admin", "spare"]])
    func notPassed(names: [String]) throws {
        let sockets = try names.map { _ in try PassedListener() }
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(Self.configuration("\"systemd:web\""))
        for (name, socket) in zip(names, sockets) { setup.pass(name, socket.descriptor) }
        let outcome = try Program.run(setup.launch(setup.commandLine(in: folder)))
        #expect(outcome.status == .exited(71))
        let list = names.isEmpty ? "none" : names.joined(separator: ", ")
        #expect(
            outcome.error.contains(
                "service \"web\": can't listen on systemd:web: no socket of that name was passed (passed: \(list))"),
            "\(outcome)")
    }

    @Test("a passed socket that no service wants is named in a warning, and the others are served")
    func unused() throws {
        let sockets = try (0..<2).map { _ in try PassedListener() }
        var setup = DaemonSetup(Self.configuration("\"systemd:web\""))
        setup.pass("web", sockets[0].descriptor)
        setup.pass("spare", sockets[1].descriptor)
        let daemon = try setup.start()
        let warning = try daemon.log.wait(containing: "the passed socket \"spare\" is in no service's listen")
        #expect(warning.text.contains(" warning "))
        #expect(try TestClient(sockets[0].address).receiveToEnd() == "hello\n")
        // The unit goes on to listen on it, and a later configuration may want it.
        let unused = "socket:[\(try sockets[1].inode)]"
        #expect(ProcessFacts(pid: daemon.pid).descriptors.values.contains(unused))
        for worker in daemon.workers { #expect(!ProcessFacts(pid: worker).descriptors.values.contains(unused)) }
    }

    @Test("what was passed must be listening")
    func notListening() throws {
        let socket = try PassedListener(listens: false)
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(Self.configuration("\"systemd:web\""))
        setup.pass("web", socket.descriptor)
        let outcome = try Program.run(setup.launch(setup.commandLine(in: folder)))
        #expect(outcome.status == .exited(71))
        #expect(outcome.error.contains("systemd:web: the passed descriptor is not a listening stream socket"))
    }
}

/// A socket as systemd makes it, under a number that no program expects.
private final class PassedListener {
    let descriptor: HighDescriptor
    let address: SocketAddress

    /// - Parameter path: nil makes it a TCP socket.
    init(at path: String? = nil, listens: Bool = true) throws {
        let wanted = try path.map { try SocketAddress(unixPath: $0) } ?? SocketAddress(ip: "127.0.0.1", port: 0)
        guard let wanted else { throw Errno.invalidArgument }
        let made = try Socket.make(wanted.family)
        try Socket.bind(made, to: wanted)
        if listens { try Socket.listen(made, backlog: 64) }
        address = try Socket.localAddress(made.rawValue)
        descriptor = try HighDescriptor(made)
    }

    var inode: UInt64 {
        get throws { try FileIdentity(of: descriptor.number).inode }
    }
}
