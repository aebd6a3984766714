import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("What goes on over an upgrade", .daemonLogs, .serialized)
struct UpgradeTests {
    private static func service(_ name: String, _ listen: String, _ handler: String, _ more: String = "") -> String {
        """
        [service.\(name)]
        listen = [\(listen)]
        handler = \(handler)
        workers = { min = 2, max = 8\(more) }

        """
    }

    @Test("services come, go and change as the file says by now, and what is removed later goes whole")
    func configuration() throws {
        let folder = try TemporaryFolder()
        let paths = ["kept", "gone", "new"].map { folder.path($0) }
        let path = { (number: Int) in "\"unix:\(paths[number])\"" }
        let kept = Self.service("kept", "\(path(0)), \"127.0.0.1:0\"", "\"echo\"")
        let upgrades = try UpgradeStage(kept + Self.service("gone", path(1), "\"echo\""))
        let stage = upgrades.stage
        let inode = try Self.inode(paths[0])
        let (held, leaving) = (try client(paths[0]), try client(paths[1]))
        #expect(try held.exchange("hello") == "hello")
        #expect(try leaving.exchange("hello") == "hello")
        try stage.write(kept + Self.service("new", path(2), "\"echo\""))
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        #expect(try Self.inode(paths[0]) == inode)
        #expect(try client(paths[2]).exchange("new") == "new")
        #expect(connectError(try SocketAddress(unixPath: paths[1])) != nil)
        #expect(try leaving.exchange("still here") == "still here")
        leaving.close()
        try eventually("the end of the path") { !FileContents.exists(paths[1]) }
        // One that was handed on, and is removed by a reload.
        try stage.reload(Self.service("new", path(2), "\"echo\""))
        #expect(try held.exchange("still here") == "still here")
        held.close()
        try eventually("the end of the other path") { !FileContents.exists(paths[0]) }
        #expect(try stage.daemon.stop() == .exited(0))
        #expect(!FileContents.exists(paths[2]))
    }

    private static func inode(_ path: String) throws -> ino_t {
        var status = stat()
        guard stat(path, &status) == 0 else { throw Errno(rawValue: errno) }
        return status.st_ino
    }

    private func client(_ path: String) throws -> TestClient { try TestClient(SocketAddress(unixPath: path)) }

    @Test(
        "several listeners of a service, sockets that systemd passed, and workers with a limit of age and connections")
    func listeners() throws {
        let socket = try Socket.make(.ipv4)
        try Socket.bind(socket, to: try #require(SocketAddress(ip: "127.0.0.1", port: 0)))
        try Socket.listen(socket, backlog: 64)
        let passed = try Socket.localAddress(socket.rawValue)
        let more = ", max-connections = 20, max-age = \"1s\", wake = \"fifo\""
        var setup = DaemonSetup(
            Self.service(
                "smile", "\"127.0.0.1:0\", \"127.0.0.1:0\", \"systemd:web\"", "\"greeting\"\nmessage = \"Smile\\n\"",
                more))
        setup.pass("web", try HighDescriptor(socket))
        let upgrades = try UpgradeStage(setup)
        let addresses = [1, 2].map { try? upgrades.daemon.address("smile", number: $0) } + [passed]
        let loads = try addresses.map { Load(try #require($0), expecting: "Smile\n", connections: 100_000) }
        for _ in 0..<5 {
            try upgrades.install()
            #expect(try upgrades.upgrade().holds)
            for load in loads { try load.waitUntilBegun(100) }
        }
        let tallies = loads.map { $0.stop() }
        #expect(tallies.map(\.lost) == [0, 0, 0])
        #expect(try upgrades.stage.accepted("smile") == tallies.map(\.total).reduce(0, +))
        #expect(try upgrades.daemon.stop() == .exited(0))
        #expect(connectError(passed) == nil)
    }

    @Test(
        "a program runs on, what it writes reaches the log, and its end is accounted; another has the limits of before")
    func programs() throws {
        let script = "echo begun >&2; read line; echo \\\"$line\\\"; echo half >&2; ulimit -n; ulimit -Hn"
        var setup = DaemonSetup(
            Self.service(
                "sh", "\"127.0.0.1:0\"",
                "\"program\"\ncommand = [\"/bin/sh\", \"-c\", \"\(script)\"]\naccounting = \"all\""))
        setup.wrappers = [Wrapper.script("ulimit -Sn 512; ulimit -Hn 2048; exec \"$0\" \"$@\"")]
        let upgrades = try UpgradeStage(setup)
        let address = try upgrades.daemon.address("sh")
        let first = try TestClient(address)
        _ = try upgrades.daemon.log.wait(containing: "begun")
        for _ in 0..<2 {
            try upgrades.install()
            #expect(try upgrades.upgrade().holds)
        }
        try first.send("hello\n")
        #expect(try first.receiveToEnd() == "hello\n512\n2048\n")
        _ = try upgrades.daemon.log.wait(containing: "half")
        _ = try upgrades.daemon.log.wait(containing: " served, 6 bytes in, 15 out")
        let second = try TestClient(address)
        try second.send("again\n")
        #expect(try second.receiveToEnd() == "again\n512\n2048\n")
        _ = try upgrades.daemon.log.wait(containing: " served, 6 bytes in, 15 out", number: 2)
        #expect(ProcessFacts(pid: upgrades.daemon.pid).openFilesLimit == [2_048, 2_048])
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    @Test("a line that a worker is in the middle of, or that was not told yet, is told by the next program")
    func output() throws {
        let upgrades = try UpgradeStage(
            Self.service(
                "sh", "\"127.0.0.1:0\"",
                "\"program\"\ncommand = [\"/bin/sh\", \"-c\", \"printf 'first ' >&2; read line; echo second >&2\"]"))
        let client = try TestClient(upgrades.daemon.address("sh"))
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        try client.send("go\n")
        #expect(try client.receiveToEnd() == "")
        _ = try upgrades.daemon.log.wait(containing: "first second")
        #expect(try upgrades.daemon.stop() == .exited(0))
    }

    @Test("signs of life go on")
    func watchdog() throws {
        var setup = DaemonSetup(Self.service("echo", "\"127.0.0.1:0\"", "\"echo\""))
        setup.environment = ["WATCHDOG_USEC=400000"]
        let upgrades = try UpgradeStage(setup)
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        let count = upgrades.daemon.notifications.count(containing: "WATCHDOG=1")
        _ = try upgrades.daemon.notifications.wait(containing: "WATCHDOG=1", number: count + 3)
        #expect(try upgrades.daemon.stop() == .exited(0))
    }
}
