import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Listeners in the descriptor store", .daemonLogs)
struct StoreTests {
    private static func setup(_ listen: String, _ more: String = "", room: Int = 16) -> DaemonSetup {
        var setup = DaemonSetup(
            """
            [service.web]
            listen = \(listen)
            handler = "echo"
            workers = { min = 2, max = 4 }
            \(more)
            """)
        setup.store = FakeStore(room: room)
        return setup
    }

    @Test("each is given once, under its address and before readiness, and nothing more at the next start")
    func orders() throws {
        let folder = try TemporaryFolder()
        let name = "preforkd-store-\(ThisProcess.pid)"
        let setup = Self.setup("[\"127.0.0.1:0\", \"unix:\(folder.path("a"))\", \"unix:@\(name)\"]")
        let daemon = try setup.start()
        let port = try #require(try daemon.address("web").port)
        let file = try FileIdentity.ofPath(folder.path("a"))
        let told = daemon.notifications.texts
        let names = [
            "preforkd=127.0.0.1,0=\(port)",
            "preforkd=unix,\(folder.path("a"))=\(String(file.device, radix: 16)).\(String(file.inode, radix: 16))",
            "preforkd=unix,@\(name)",
        ]
        #expect(setup.store.names == names + ["preforkd-witness"])
        #expect(told.filter { $0.hasPrefix("FDNAME=") } == (names + ["preforkd-witness"]).map { "FDNAME=\($0)" })
        #expect(told.count { $0 == "FDPOLL=0" } == 3)
        #expect(try #require(told.lastIndex { $0.hasPrefix("FD") }) < #require(told.firstIndex(of: "READY=1")))
        #expect(try daemon.stop() == .exited(0))
        let next = try setup.startAgain()
        #expect(next.notifications.texts.filter { $0.hasPrefix("FDNAME=") } == ["FDNAME=preforkd-witness"])
        _ = try next.log.wait(containing: " again: systemd kept the socket", number: 3)
        #expect(try next.stop() == .exited(0))
    }

    @Test("clients who come between two daemons wait and are served, at the same socket", arguments: [false, true])
    func between(killed: Bool) throws {
        let folder = try TemporaryFolder()
        let name = "preforkd-between-\(ThisProcess.pid)-\(killed)"
        let setup = Self.setup("[\"127.0.0.1:0\", \"unix:\(folder.path("a"))\", \"unix:@\(name)\"]")
        let daemon = try setup.start()
        let addresses = [
            try daemon.address("web"), try SocketAddress(unixPath: folder.path("a")),
            try SocketAddress(unixAbstract: name),
        ]
        let names = setup.store.names.dropLast()
        let inodes = try names.map { try setup.store.inode($0) }
        let workers = daemon.workers
        if killed { try daemon.child.kill() } else { #expect(try daemon.stop() == .exited(0)) }
        try eventually("the end of every worker") { workers.allSatisfy { !ProcessFacts(pid: $0).isAlive } }
        let clients = try addresses.map { try TestClient($0) }
        let next = try setup.startAgain()
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        #expect(try setup.store.names.dropLast().map { try setup.store.inode($0) } == inodes)
        for client in clients { client.close() }
        #expect(try next.stop() == .exited(0))
    }

    @Test("a service that was renamed takes its socket along")
    func renamed() throws {
        var setup = Self.setup("\"127.0.0.1:0\"")
        let daemon = try setup.start()
        let address = try daemon.address("web")
        #expect(try daemon.stop() == .exited(0))
        setup.configuration = setup.configuration?.replacing("service.web", with: "service.other")
        let next = try setup.startAgain()
        #expect(try next.address("other").description == address.description)
        #expect(try next.stop() == .exited(0))
    }

    @Test("one that no service listens on any more is told, let go and closed, its path too")
    func removed() throws {
        let folder = try TemporaryFolder()
        var setup = Self.setup("[\"127.0.0.1:0\", \"unix:\(folder.path("a"))\"]")
        let daemon = try setup.start()
        let address = try daemon.address("web")
        #expect(try daemon.stop() == .exited(0))
        #expect(connectError(address) == nil)
        setup.configuration = Self.setup("\"unix:\(folder.path("b"))\"").configuration
        let next = try setup.startAgain()
        _ = try next.log.wait(containing: " notice   127.0.0.1:0: no service listens there any more")
        _ = try next.log.wait(containing: " notice   unix:\(folder.path("a")): no service listens")
        #expect(setup.store.names.count == 2)
        #expect(connectError(address) == .connectionRefused)
        #expect(try FileContents.names(in: folder.path) == ["b"])
        #expect(try next.stop() == .exited(0))
    }

    @Test("changed options are set on the socket that was kept")
    func options() throws {
        let folder = try TemporaryFolder()
        let listen = "[\"127.0.0.1:0\", \"unix:\(folder.path("a"))\"]"
        var setup = Self.setup(
            listen, "backlog = 100\nsocket = { mode = \"0666\", nodelay = true, keepalive = true }")
        let daemon = try setup.start()
        let tcp = try #require(setup.store.names.first)
        #expect(try KeptSocket(setup.store.descriptor(tcp)) == KeptSocket(backlog: 100, noDelay: true, keepAlive: true))
        #expect(try mode(folder.path("a")) == 0o666)
        #expect(try daemon.stop() == .exited(0))
        setup.configuration = Self.setup(listen, "backlog = 50\nsocket = { mode = \"0600\" }").configuration
        let next = try setup.startAgain()
        #expect(
            try KeptSocket(setup.store.descriptor(tcp)) == KeptSocket(backlog: 50, noDelay: false, keepAlive: false))
        #expect(try mode(folder.path("a")) == 0o600)
        _ = try next.log.wait(containing: " again: ", number: 2)
        #expect(try next.stop() == .exited(0))
    }

    @Test("a path that was removed or replaced meanwhile is bound anew", arguments: [false, true])
    func path(isReplaced: Bool) throws {
        let folder = try TemporaryFolder()
        let setup = Self.setup("\"unix:\(folder.path("a"))\"")
        let daemon = try setup.start()
        #expect(try daemon.stop() == .exited(0))
        let before = try #require(setup.store.names.first)
        unlink(folder.path("a"))
        if isReplaced {
            let dead = try Socket.make(.unix)
            try Socket.bind(dead, to: SocketAddress(unixPath: folder.path("a")))
        }
        let next = try setup.startAgain()
        _ = try next.log.wait(containing: "the path leads elsewhere by now")
        #expect(try TestClient(SocketAddress(unixPath: folder.path("a"))).exchange("hello") == "hello")
        #expect(setup.store.names.count == 2 && !setup.store.names.contains(before))
        #expect(try next.stop() == .exited(0))
    }

    private func mode(_ path: String) throws -> UInt32 {
        var status = stat()
        #expect(lstat(path, &status) == 0)
        return status.st_mode & 0o7777
    }
}

/// What a kept TCP listener is set to.
private struct KeptSocket: Equatable {
    let backlog: Int
    let noDelay: Bool
    let keepAlive: Bool

    init(backlog: Int, noDelay: Bool, keepAlive: Bool) {
        self.backlog = backlog
        self.noDelay = noDelay
        self.keepAlive = keepAlive
    }

    init(_ number: CInt?) throws {
        let number = try #require(number)
        var info = tcp_info()
        var size = socklen_t(MemoryLayout<tcp_info>.size)
        #expect(getsockopt(number, CInt(IPPROTO_TCP), TCP_INFO, &info, &size) == 0)
        // Of a listening socket: the length that its queue may have.
        backlog = Int(info.tcpi_sacked)
        noDelay = try Socket.option(number, CInt(IPPROTO_TCP), TCP_NODELAY) != 0
        keepAlive = try Socket.option(number, SOL_SOCKET, SO_KEEPALIVE) != 0
    }
}

extension FileIdentity {
    fileprivate static func ofPath(_ path: String) throws -> FileIdentity {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Errno(rawValue: errno) }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }
}
