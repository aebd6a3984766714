import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("An elastic pool", .daemonLogs, .serialized)
struct ElasticPoolTests {
    private static func configuration(_ listen: String) -> String {
        """
        [daemon]
        log-level = "debug"
        [service.echo]
        listen = "\(listen)"
        handler = "echo"
        workers = { min = 2, max = 16, idle-timeout = "1s" }
        """
    }

    @Test("serves as many clients as it may have workers at the same time, has never more, and shrinks again")
    func growsAndShrinks() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.sock")
        for listen in ["127.0.0.1:0", "unix:\(path)"] {
            let daemon = try DaemonProcess(Self.configuration(listen))
            let address = listen == "127.0.0.1:0" ? try daemon.address("echo") : try SocketAddress(unixPath: path)
            let start = MonotonicClock.now()
            let clients = try (0..<16).map { _ in try TestClient(address) }
            for client in clients { #expect(try client.exchange("hello") == "hello") }
            let time = MonotonicClock.now() - start
            print("16 clients of \(listen) are served at the same time after \(time)")
            #expect(time < .seconds(5))
            #expect(daemon.workers.count == 16)
            try expectPatience(address, of: clients, daemon)
            for client in clients { client.close() }
            let released = MonotonicClock.now()
            try eventually("the minimum again") { daemon.workers.count == 2 }
            print("the pool has shrunk after \(MonotonicClock.now() - released), idle-timeout being 1 s")
            #expect(try daemon.log.wait(containing: "echo: shrinks by ").text.contains(" info "))
            #expect(try TestClient(address).exchange("still there") == "still there")
            #expect(try daemon.stop() == .exited(0))
            #expect(PoolSizes(daemon.log.texts).most == 16)
            #expect(daemon.log.count(containing: " error ") == 0)
        }
    }

    /// One more client than workers waits in the queue, for one of the others to leave.
    private func expectPatience(_ address: SocketAddress, of clients: [TestClient], _ daemon: DaemonProcess) throws {
        let another = try TestClient(address)
        try another.send("is anybody there?")
        #expect(!Socket.waitReadable(another.number, until: MonotonicClock.now() + .milliseconds(300)))
        #expect(daemon.workers.count == 16)
        clients[0].close()
        let last = try TestClient(address)
        try another.closeWriting()
        #expect(try another.receiveToEnd() == "is anybody there?")
        #expect(try last.exchange("me too") == "me too")
    }

    @Test("with no minimum has no worker, and the first client wakes it")
    func lazy() throws {
        let daemon = try DaemonProcess(
            """
            [service.echo]
            listen = ["127.0.0.1:0", "127.0.0.2:0"]
            handler = "echo"
            workers = { min = 0, max = 4, idle-timeout = "200ms" }
            """)
        #expect(daemon.workers == [])
        for number in [1, 2] {
            let client = try TestClient(daemon.address("echo", number: number))
            #expect(try client.exchange("awake") == "awake")
            client.close()
            try eventually("no worker again") { daemon.workers == [] }
        }
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("loses no connection while it grows and shrinks, however fast")
    func breathes() throws {
        let daemon = try DaemonProcess(
            """
            [service.smile]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "Smile\\n"
            workers = { min = 1, max = 32, spare = 1, idle-timeout = "5ms" }
            """)
        let address = try daemon.address("smile")
        var tally = Tally()
        for round in 0..<100 {
            tally += Load.run(address, expecting: "Smile\n", connections: 64, concurrency: 1 + round % 16)
            pause(.milliseconds(5))
        }
        #expect(tally == Tally(served: 6_400))
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "shrinks by") > 5)
    }
}
