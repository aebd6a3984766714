import Control
import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("Metrics", .daemonLogs)
struct MetricsTests {
    private static func configuration(max: Int = 4, metrics: String = "") -> String {
        """
        [service.hi]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "hi"
        workers = { min = 2, max = \(max) }
        [service.metrics]
        listen = "127.0.0.1:0"
        handler = "metrics"
        workers = { min = 1, max = 4 }
        \(metrics)
        """
    }

    private static let deaths = "preforkd_workers_died_total{service=hi}"

    private func scrape(_ daemon: DaemonProcess) throws -> Exposition {
        let answer = try WebAnswer.get("/metrics", from: try daemon.address("metrics"))
        #expect(answer.status == 200 && answer.head.contains("Content-Type: text/plain; version=0.0.4"))
        return try Exposition(answer.body)
    }

    @Test("tell what was served, without any control socket")
    func tells() throws {
        let daemon = try DaemonProcess("[daemon]\ncontrol = \"off\"\n" + Self.configuration())
        for _ in 0..<5 { #expect(try TestClient(try daemon.address("hi")).receiveToEnd() == "hi") }
        let hi = ["service": "hi"]
        try eventually("five served") { try scrape(daemon)["preforkd_connections_served_total", hi] == 5 }
        let text = try scrape(daemon)
        #expect(text["preforkd_connections_accepted_total", hi] == 5)
        #expect(text["preforkd_sent_bytes_total", hi] == 10)
        #expect(text["preforkd_workers_max", hi] == 4)
        #expect(text["preforkd_connections_in_hand", ["service": "metrics"]] == 1)
        let now = Double(WallClock.secondsSince1970())
        #expect((now - 600...now).contains(try #require(text["preforkd_start_time_seconds", [:]])))
    }

    @Test("are told by a worker that is somebody else in a folder without anything", .needsRoot)
    func confined() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o755)
        let daemon = try DaemonProcess(
            Self.configuration(metrics: "user = \"nobody\"\nchroot = \"\(folder.path)\""))
        #expect(try scrape(daemon)["preforkd_workers_min", ["service": "hi"]] == 2)
    }

    @Test("never go back, nor miss a scrape, over deaths, a reload and an upgrade")
    func monotone() throws {
        let controlled = try ControlledDaemon(Self.configuration())
        let daemon = controlled.daemon
        let address = try daemon.address("hi")
        let load = Load(address, expecting: "hi", connections: .max, concurrency: 2)
        try load.waitUntilBegun(20)
        let watch = CounterWatch(try daemon.address("metrics"))
        for _ in 0..<3 {
            let deaths = watch.count(Self.deaths)
            let victim = try #require(controlled.records(.workers(service: "hi"), WorkerStatus.self).first)
            kill(pid_t(victim.pid), SIGKILL)
            try eventually("a death that is counted") { watch.count(Self.deaths) > deaths }
        }
        _ = try daemon.folder.write(
            "preforkd.toml",
            "[daemon]\ncontrol = \"\(controlled.socket)\"\n" + Self.configuration(max: 6, metrics: "backlog = 100"))
        let reload = try controlled.ask("reload")
        #expect(reload.status == .exited(0), "\(reload)")
        let upgrade = try controlled.ask("upgrade")
        #expect(upgrade.status == .exited(0), "\(upgrade)")
        let before = watch.scrapes
        try eventually("scrapes of the next program") { watch.scrapes > before + 20 }
        _ = load.stop()
        let problems = watch.end()
        #expect(problems.isEmpty, "\(problems)")
        #expect(try scrape(daemon)["preforkd_workers_max", ["service": "hi"]] == 6)
    }

    @Test("where the supervisor does not answer, that is said, and the worker goes on")
    func silentSupervisor() throws {
        let daemon = try DaemonProcess(Self.configuration())
        let address = try daemon.address("metrics")
        kill(daemon.pid, SIGSTOP)
        let answer: WebAnswer
        do {
            defer { kill(daemon.pid, SIGCONT) }
            answer = try WebAnswer.get("/metrics", from: address)
        }
        #expect(answer.status == 503 && answer.body.contains("the supervisor does not answer"))
        _ = try scrape(daemon)
    }

    @Test(
        "other requests have the answers that HTTP has for them",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
            ("POST /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
            ("GET /metrics HTTP/1.1\r\n\r\n", 400), ("HEAD /metrics HTTP/1.0\r\n\r\n", 200),
            ("HEAD /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
            ("HEAD http://evil.example/metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 421),
            ("GET /metrics HTTP/1.1\r\nHost: localhost", 408),
            ("PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n", 413),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
            ("HEAD /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        ])
    func answers(request: String, status: Int) throws {
        let daemon = try DaemonProcess(Self.configuration())
        let answer = try WebAnswer(to: request, from: try daemon.address("metrics"))
        #expect(answer.status == status, "\(answer)")
        #expect(status != 200 || answer.body.isEmpty)
    }

    @Test("please promtool", .needs(program: "promtool"))
    func promtool() throws {
        let daemon = try DaemonProcess(Self.configuration())
        let file = try daemon.folder.write(
            "metrics", try WebAnswer.get("/metrics", from: try daemon.address("metrics")).body)
        let outcome = try Program.run(
            Launch(
                program: "promtool", arguments: ["check", "metrics"],
                wrappers: [.script("exec \"$0\" \"$@\" < \(file)")]))
        #expect(outcome.status == .exited(0) && outcome.error.isEmpty && outcome.output.isEmpty, "\(outcome)")
    }
}
