import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A descriptor store that keeps nothing, or nonsense", .daemonLogs)
struct StoreFaultTests {
    private static func setup(_ listen: String, room: Int = 16) -> DaemonSetup {
        var setup = DaemonSetup(
            """
            [service.web]
            listen = \(listen)
            handler = "echo"
            """)
        setup.store = FakeStore(room: room)
        return setup
    }

    @Test("where the unit allows none, or too few, a stop refuses at once and leaves no path", arguments: [0, 1, 2])
    func full(room: Int) throws {
        let folder = try TemporaryFolder()
        let setup = Self.setup("[\"127.0.0.1:0\", \"unix:\(folder.path("a"))\"]", room: room)
        let daemon = try setup.start()
        let address = try daemon.address("web")
        let client = try TestClient(address)
        #expect(try client.exchange("hello") == "hello")
        daemon.child.send(SIGTERM)
        _ = try daemon.notifications.wait(containing: "STOPPING=1")
        #expect(connectError(address) == .connectionRefused)
        client.close()
        #expect(try daemon.waitForEnd() == .exited(0))
        #expect(try FileContents.names(in: folder.path) == [])
        #expect(setup.store.names == [])
        let next = try setup.startAgain()
        #expect(try TestClient(next.address("web")).exchange("hello") == "hello")
        #expect(try next.stop() == .exited(0))
    }

    @Test("where it keeps all, who connects during a stop waits for the next daemon")
    func stopping() throws {
        let setup = Self.setup("\"127.0.0.1:0\"")
        let daemon = try setup.start()
        let client = try TestClient(daemon.address("web"))
        #expect(try client.exchange("hello") == "hello")
        daemon.child.send(SIGTERM)
        // One that is idle may take a client until it hears that it is to retire.
        try eventually("the end of every idle worker") { daemon.workers.count == 1 }
        let waiting = try TestClient(daemon.address("web"))
        client.close()
        #expect(try daemon.waitForEnd() == .exited(0))
        let next = try setup.startAgain()
        #expect(try waiting.exchange("hello") == "hello")
        waiting.close()
        #expect(try next.stop() == .exited(0))
    }

    @Test("what is no socket, or listens elsewhere, is told and let go, and the address bound")
    func nonsense() throws {
        let setup = Self.setup("[\"127.0.0.1:0\", \"127.0.0.2:0\", \"127.0.0.3:0\"]")
        let pipe = try Pipe()
        try setup.store.put("preforkd=127.0.0.1,0=1", pipe.writeEnd)
        let socket = try Socket.make(.ipv4)
        try Socket.bind(socket, to: #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(socket, backlog: 1)
        try setup.store.put("preforkd=127.0.0.2,0=1", socket)
        try setup.store.put("preforkd=nonsense", socket)
        let daemon = try setup.startAgain()
        let refused = "127.0.0.1:0: the passed descriptor is not a listening stream socket"
        _ = try daemon.log.wait(containing: refused)
        #expect(daemon.log.count(containing: refused) == 1)
        _ = try daemon.log.wait(containing: "127.0.0.2:0: the socket listens on 127.0.0.1:")
        _ = try daemon.log.wait(containing: "nonsense: expected HOST:PORT")
        for number in 1...3 { #expect(try TestClient(daemon.address("web", number: number)).exchange("a") == "a") }
        #expect(setup.store.names.count == 4)
        #expect(setup.store.names.allSatisfy { !$0.hasSuffix("=1") && $0 != "preforkd=nonsense" })
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("what was shut down by whom ever listens no more, whatever it says")
    func shutDown() throws {
        let folder = try TemporaryFolder()
        let setup = Self.setup("[\"unix:\(folder.path("a"))\", \"127.0.0.1:0\"]")
        let daemon = try setup.start()
        #expect(try daemon.stop() == .exited(0))
        for name in setup.store.names.dropLast() { try Socket.shutDown(#require(setup.store.descriptor(name))) }
        let next = try setup.startAgain()
        _ = try next.log.wait(containing: "is not a listening stream socket; what systemd kept is closed", number: 2)
        #expect(try TestClient(next.address("web")).exchange("hello") == "hello")
        #expect(try next.stop() == .exited(0))
    }

    @Test("what a socket unit passes is never stored, and not taken for what was")
    func unit() throws {
        let made = try Socket.make(.ipv4)
        try Socket.bind(made, to: #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(made, backlog: 8)
        var setup = Self.setup("[\"systemd:web\", \"127.0.0.1:0\"]")
        setup.pass("web", try HighDescriptor(made))
        let daemon = try setup.start()
        #expect(setup.store.names.count == 2)
        #expect(try daemon.stop() == .exited(0))
        let client = try TestClient(Socket.localAddress(made.rawValue))
        let next = try setup.startAgain()
        #expect(try client.exchange("hello") == "hello")
        #expect(setup.store.names.count == 2)
        client.close()
        #expect(try next.stop() == .exited(0))
    }
}
