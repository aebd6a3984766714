import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("The descriptor store at a reload", .daemonLogs)
struct StoreReloadTests {
    private static func configuration(_ listen: String) -> String {
        """
        [service.web]
        listen = \(listen)
        handler = "echo"
        """
    }

    private func orders(_ daemon: DaemonProcess) -> [String] {
        daemon.notifications.texts.filter { $0.hasPrefix("FD") && $0 != "FDPOLL=0" }
    }

    @Test("a new listener is kept, a removed one let go of and refused at once, and others are not named")
    func change() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(Self.configuration("[\"127.0.0.1:0\", \"unix:\(folder.path("a"))\"]"))
        setup.store = FakeStore(room: 16)
        let daemon = try setup.start()
        let before = (names: setup.store.names.dropLast(), orders: orders(daemon).count)
        let client = try TestClient(SocketAddress(unixPath: folder.path("a")))
        #expect(try client.exchange("before") == "before")
        _ = try daemon.folder.write(
            "preforkd.toml", Self.configuration("[\"127.0.0.1:0\", \"unix:\(folder.path("b"))\"]"))
        daemon.child.send(SIGHUP)
        _ = try daemon.notifications.wait(containing: "READY=1", number: 2)
        #expect(connectError(try SocketAddress(unixPath: folder.path("a"))) == .connectionRefused)
        #expect(try TestClient(SocketAddress(unixPath: folder.path("b"))).exchange("new") == "new")
        #expect(try client.exchange("after") == "after")
        let added = try #require(setup.store.names.first { $0.hasPrefix("preforkd=unix,\(folder.path("b"))=") })
        #expect(
            orders(daemon).dropFirst(before.orders) == [
                "FDSTOREREMOVE=1", "FDNAME=\(before.names.last ?? "")", "FDSTORE=1", "FDNAME=\(added)", "FDSTORE=1",
                "FDNAME=preforkd-witness",
            ])
        #expect(try setup.store.contents().map(\.name) == [before.names.first, added, "preforkd-witness"])
        client.close()
        #expect(try daemon.stop() == .exited(0))
        #expect(try FileContents.names(in: folder.path) == ["b"])
    }

    @Test("one that fails gives no orders, and what it had bound is gone")
    func failure() throws {
        let folder = try TemporaryFolder()
        let taken = try Socket.make(.ipv4)
        try Socket.bind(taken, to: #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(taken, backlog: 1)
        var setup = DaemonSetup(Self.configuration("\"unix:\(folder.path("a"))\""))
        setup.store = FakeStore(room: 16)
        let daemon = try setup.start()
        let before = (names: setup.store.names, orders: orders(daemon))
        let listen = "[\"unix:\(folder.path("b"))\", \"\(try Socket.localAddress(taken.rawValue))\"]"
        _ = try daemon.folder.write("preforkd.toml", Self.configuration(listen))
        daemon.child.send(SIGHUP)
        _ = try daemon.notifications.wait(containing: "READY=1", number: 2)
        #expect(orders(daemon) == before.orders)
        #expect(setup.store.names == before.names)
        #expect(try FileContents.names(in: folder.path) == ["a"])
        #expect(try TestClient(SocketAddress(unixPath: folder.path("a"))).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
    }
}
