import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("What the service manager is told", .daemonLogs)
struct NotificationTests {
    private static let configuration = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 8 }
        """

    @Test("readiness with a status, a status on change, and the stop, in this order")
    func order() throws {
        let daemon = try DaemonProcess(Self.configuration)
        let clients = try (0..<4).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        _ = try daemon.notifications.wait(containing: "STATUS=Workers: echo 4 busy, 2 idle of 8")
        for client in clients { client.close() }
        #expect(try daemon.stop() == .exited(0))
        let told = daemon.notifications.texts
        let ready = try #require(told.firstIndex(of: "READY=1"))
        #expect(told[ready + 1] == "STATUS=Workers: echo 0 busy, 2 idle of 8")
        #expect(told.count { $0 == "READY=1" } == 1)
        let stopping = try #require(told.firstIndex(of: "STOPPING=1"))
        #expect(ready < stopping)
        let others = ["STATUS=", "EXTEND_TIMEOUT_USEC=", "FD"]
        #expect(
            told.allSatisfy { line in
                line == "READY=1" || line == "STOPPING=1" || others.contains { line.hasPrefix($0) }
            })
    }

    @Test("as much time for the start as the first workers may take, and for the stop as long as it drains")
    func time() throws {
        var setup = DaemonSetup(Self.configuration.replacing("max = 8", with: "max = 8, start-timeout = \"200s\""))
        setup.configuration? += "\n[daemon]\ndrain-timeout = \"6s\"\n"
        let daemon = try setup.start()
        let before = daemon.notifications.texts.prefix { $0 != "READY=1" }
        #expect(before.filter { $0.hasPrefix("EXTEND") } == ["EXTEND_TIMEOUT_USEC=215000000"])
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
        let after = daemon.notifications.entries.drop { $0.text != "STOPPING=1" }
        let asked = after.filter { $0.text == "EXTEND_TIMEOUT_USEC=15000000" }
        // At the stop and 5 s into it; the drain ends after 6.
        #expect(asked.count == 2)
    }

    @Test("no status more often than once a second")
    func statusRate() throws {
        let daemon = try DaemonProcess(Self.configuration)
        for _ in 0..<3 {
            let clients = try (0..<4).map { _ in try TestClient(daemon.address("echo")) }
            for client in clients { #expect(try client.exchange("hello") == "hello") }
            for client in clients { client.close() }
            pause(.milliseconds(500))
        }
        // Readiness brings its own, however early it comes.
        let since = daemon.notifications.entries.drop { $0.text != "READY=1" }
        let count = since.count { $0.text.hasPrefix("STATUS=") }
        let lifetime = (MonotonicClock.now() - daemon.spawned).components.seconds
        // Counted, for whoever reads late sees two of them one behind the other.
        #expect(count >= 2 && count <= 2 + Int(lifetime), "\(count) in \(lifetime) s")
    }

    @Test("signs of life in half of the time that the watchdog gives, also while every worker is busy")
    func watchdog() throws {
        var setup = DaemonSetup(Self.configuration)
        setup.environment = ["WATCHDOG_USEC=400000"]
        let daemon = try setup.start()
        let clients = try (0..<8).map { _ in try TestClient(daemon.address("echo")) }
        for client in clients { #expect(try client.exchange("hello") == "hello") }
        let count = daemon.notifications.count(containing: "WATCHDOG=1")
        let times = try (1...10).map {
            try daemon.notifications.wait(containing: "WATCHDOG=1", number: count + $0).time
        }
        // The one in the middle: the machine may be slow for a moment.
        let period = zip(times.dropFirst(), times).map(-).sorted()[4]
        #expect(period > .milliseconds(150) && period < .milliseconds(400), "\(period)")
        for client in clients { client.close() }
    }

    @Test("with a sign of life, what workers do by now, though no pool has changed")
    func freshStatus() throws {
        var setup = DaemonSetup(Self.configuration.replacing("max = 8", with: "max = 2, spare = 0"))
        setup.environment = ["WATCHDOG_USEC=400000"]
        let daemon = try setup.start()
        let client = try TestClient(daemon.address("echo"))
        #expect(try client.exchange("hello") == "hello")
        _ = try daemon.notifications.wait(containing: "STATUS=Workers: echo 1 busy, 1 idle of 2")
        client.close()
        let idle = "STATUS=Workers: echo 0 busy, 2 idle of 2"
        try eventually("a status that is idle again") {
            daemon.notifications.texts.last { $0.hasPrefix("STATUS") } == idle
        }
    }

    @Test(
        "no sign of life that nobody asked for",
        arguments: [[], ["WATCHDOG_USEC=nonsense"], ["WATCHDOG_USEC=400000", "WATCHDOG_PID=1"]])
    func noWatchdog(environment: [String]) throws {
        var setup = DaemonSetup(Self.configuration)
        setup.environment = environment
        let daemon = try setup.start()
        pause(.milliseconds(500))
        #expect(daemon.notifications.count(containing: "WATCHDOG") == 0)
    }

    @Test("signals to the whole group stop nothing: HUP reloads, USR1 has the counters written")
    func otherSignals() throws {
        let daemon = try DaemonProcess(Self.configuration)
        daemon.child.sendToGroup(SIGHUP)
        _ = try daemon.log.wait(containing: "no service has changed")
        #expect(try TestClient(daemon.address("echo")).exchange("hello") == "hello")
        daemon.child.sendToGroup(SIGUSR1)
        _ = try daemon.log.wait(containing: "echo: 1 connection (")
        #expect(daemon.log.count(containing: " error ") == 0)
        #expect(try daemon.stop() == .exited(0))
    }
}
