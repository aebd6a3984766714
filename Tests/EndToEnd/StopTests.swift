import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("A stop", .daemonLogs)
struct StopTests {
    private static func configuration(drainTimeout: String = "20s", path: String? = nil) -> String {
        """
        [daemon]
        drain-timeout = "\(drainTimeout)"
        [service.echo]
        listen = ["127.0.0.1:0", "\(path.map { "unix:\($0)" } ?? "127.0.0.2:0")"]
        handler = "echo"
        workers = { min = 4, max = 4 }
        """
    }

    @Test("refuses who comes new, lets what is in hand finish, and succeeds", arguments: [SIGTERM, SIGINT])
    func graceful(signal: CInt) throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonProcess(Self.configuration(path: folder.path("a.sock")))
        let address = try daemon.address("echo")
        let local = try SocketAddress(unixPath: folder.path("a.sock"))
        let clients = [try TestClient(address), try TestClient(local)]
        for client in clients { #expect(try client.exchange("before") == "before") }
        let workers = daemon.workers
        daemon.child.send(signal)
        _ = try daemon.notifications.wait(containing: "STOPPING=1")
        for _ in 0..<10 {
            #expect(connectError(address) == .connectionRefused)
            #expect(connectError(local) == .connectionRefused)
        }
        try eventually("the end of the idle workers") { daemon.workers.count == clients.count }
        for client in clients { #expect(try client.exchange("after") == "after") }
        #expect(daemon.child.status == nil)
        for client in clients {
            try client.closeWriting()
            #expect(try client.receiveToEnd() == "")
        }
        #expect(try daemon.waitForEnd() == .exited(0))
        expectNothingLeft(workers, folder)
        #expect(daemon.log.count(containing: "killed") == 0)
    }

    /// No process, not even a zombie, and no file.
    private func expectNothingLeft(_ workers: [pid_t], _ folder: TemporaryFolder) {
        for worker in workers { #expect(!ProcessFacts(pid: worker).exists) }
        #expect((try? FileContents.names(in: folder.path)) == [])
    }

    @Test("asked of the whole process group, as a terminal asks, is as gentle", arguments: [SIGTERM, SIGINT])
    func group(signal: CInt) throws {
        let daemon = try DaemonProcess(Self.configuration())
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("before") == "before")
        daemon.child.sendToGroup(signal)
        _ = try daemon.notifications.wait(containing: "STOPPING=1")
        try eventually("the end of the idle workers") { daemon.workers.count == 1 }
        #expect(try client.exchange("after") == "after")
        client.close()
        #expect(try daemon.waitForEnd() == .exited(0))
        #expect(daemon.log.count(containing: " error ") == 0)
    }

    @Test("is heard by workers that are still starting: none has to be killed, nor is ended by what asks it")
    func starting() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup.slowStart(in: folder, startTime: .seconds(60), timeout: .seconds(60))
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        try eventually("the fork of every worker") { daemon.workers.count == 4 }
        #expect(try daemon.stop() == .exited(0))
        #expect(daemon.log.count(containing: "by signal") == 0)
    }

    @Test("ends hard after the drain-timeout, and says so")
    func drainTimeout() throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonProcess(Self.configuration(drainTimeout: "1s", path: folder.path("a.sock")))
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        let workers = daemon.workers
        let asked = MonotonicClock.now()
        #expect(try daemon.stop() == .exited(0))
        let time = MonotonicClock.now() - asked
        #expect(time >= .seconds(1) && time < .seconds(6), "\(time)")
        #expect((try? client.receive()) ?? "" == "")
        #expect(daemon.log.count(containing: "drain-timeout is over: 1 worker is killed") == 1)
        expectNothingLeft(workers, folder)
    }

    @Test("ends hard for a service whose timeouts.drain is over, and says so, while others finish")
    func serviceDrainTimeout() throws {
        let daemon = try DaemonProcess(
            Self.configuration() + "\ntimeouts.drain = \"1s\"\n"
                + "[service.patient]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\"\n")
        let hurried = try TestClient(daemon.address("echo"))
        let patient = try TestClient(daemon.address("patient"))
        for client in [hurried, patient] { #expect(try client.exchange("before") == "before") }
        daemon.child.send(SIGTERM)
        let record = try daemon.log.wait(containing: "echo: timeouts.drain is over: 1 worker is killed").text
        #expect(record.contains(" warning "), "\(record)")
        #expect((try? hurried.receive()) ?? "" == "")
        #expect(try patient.exchange("after") == "after")
        patient.close()
        #expect(try daemon.waitForEnd() == .exited(0))
        #expect(daemon.log.count(containing: "drain-timeout is over") == 0)
    }

    @Test("that is asked for twice ends at once", arguments: [SIGTERM, SIGINT])
    func twice(signal: CInt) throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonProcess(Self.configuration(path: folder.path("a.sock")))
        let clients = try (0..<4).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let workers = daemon.workers
        daemon.child.send(signal)
        _ = try daemon.notifications.wait(containing: "STOPPING=1")
        let asked = MonotonicClock.now()
        #expect(try daemon.stop(signal) == .exited(0))
        #expect(MonotonicClock.now() - asked < .seconds(5))
        #expect(daemon.log.count(containing: "asked again: 4 workers are killed") == 1)
        for client in clients { client.close() }
        expectNothingLeft(workers, folder)
    }

    @Test("under load serves every connection that was accepted to its end")
    func underLoad() throws {
        let daemon = try DaemonProcess(
            """
            [service.smile]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "Smile\\n"
            """)
        let load = Load(try daemon.address("smile"), expecting: "Smile\n", connections: 1_000_000, concurrency: 4)
        try load.waitUntilBegun(500)
        #expect(try daemon.stop() == .exited(0))
        let tally = load.stop()
        #expect(tally.short + tally.wrong + tally.late + tally.failed == 0, "\(tally)")
        // What nobody had accepted yet: at most one for each client.
        #expect(tally.reset <= 4, "\(tally)")
        let last = try #require(daemon.log.texts.last)
        let counted = try #require(
            last.firstMatch(of: /stopped after (\d+) connections \((\d+) served, 0 failed, 0 crashed\)/))
        #expect(counted.1 == counted.2)
        // A client that was reset may have been served: its answer and the reset may cross.
        #expect((tally.served...tally.served + tally.reset).contains(try #require(Int(counted.1))), "\(tally)")
    }
}
