import Control
import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("The status page", .daemonLogs)
struct StatusPageTests {
    private static func configuration(more: String = "") -> String {
        """
        [service.hi]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "hi"
        workers = { min = 2, max = 4 }
        [service.status]
        listen = "127.0.0.1:0"
        handler = "status"
        workers = { min = 2, max = 4 }
        \(more)
        """
    }

    private func document(_ daemon: DaemonProcess) throws -> JSON {
        let answer = try WebAnswer.get("/status.json", from: try daemon.address("status"))
        #expect(answer.status == 200 && answer.head.contains("Content-Type: application/json\r\n"))
        return try JSONReader.read(answer.body.utf8)
    }

    private func services(_ document: JSON) throws -> [ServiceStatus] {
        try #require(document["daemon"].flatMap(DaemonStatus.init(json:))).services
    }

    private func workers(_ document: JSON, of service: String) throws -> [WorkerStatus] {
        try #require(document["workers"].flatMap([WorkerStatus].init(json:))).filter { $0.service == service }
    }

    private func events(_ document: JSON) throws -> [EventReport] {
        try #require(document["events"].flatMap([EventReport].init(json:)))
    }

    @Test("shows what there is, without any control socket")
    func page() throws {
        let daemon = try DaemonProcess("[daemon]\ncontrol = \"off\"\n" + Self.configuration())
        let answer = try WebAnswer.get("/", from: try daemon.address("status"))
        #expect(answer.status == 200)
        for line in [
            "Content-Type: text/html; charset=utf-8", "Cache-Control: no-store", "Referrer-Policy: no-referrer",
        ] {
            #expect(answer.head.contains("\r\n\(line)\r\n"))
        }
        #expect(answer.head.contains("\r\nContent-Security-Policy: default-src 'none'; script-src 'self'; "))
        #expect(answer.body.contains("All 2 services are well") && answer.body.contains("<article id=\"service-hi\""))
        #expect(answer.body.contains("hi: ready") || answer.body.contains("ready with 2 workers"))
        #expect(try workers(try document(daemon), of: "hi").count == 2)
    }

    @Test("is shown by a worker that is somebody else in a folder without anything", .needsRoot)
    func confined() throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonProcess(Self.configuration(more: "user = \"nobody\"\nchroot = \"\(folder.path)\""))
        #expect(try workers(try document(daemon), of: "hi").count == 2)
    }

    @Test("follows a death and a reload")
    func follows() throws {
        let controlled = try ControlledDaemon(Self.configuration())
        let daemon = controlled.daemon
        let victim = try #require(try workers(try document(daemon), of: "hi").first).pid
        kill(pid_t(victim), SIGKILL)
        try eventually("a death in the events, and another worker") {
            let document = try document(daemon)
            let isTold = try events(document).contains { $0.service == "hi" && $0.message.contains("\(victim)") }
            let pids = try workers(document, of: "hi").map(\.pid)
            return isTold && pids.count == 2 && !pids.contains(victim)
        }
        let next = "[service.echo]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\"\nworkers = { min = 3, max = 3 }"
        _ = try daemon.folder.write(
            "preforkd.toml",
            "[daemon]\ncontrol = \"\(controlled.socket)\"\n" + Self.configuration(more: next))
        let reload = try controlled.ask("reload")
        #expect(reload.status == .exited(0), "\(reload)")
        let after = try document(daemon)
        #expect(try services(after).map(\.name) == ["hi", "status", "echo"])
        #expect(try workers(after, of: "echo").count == 3)
        let page = try WebAnswer.get("/", from: try daemon.address("status")).body
        #expect(page.contains("<article id=\"service-echo\" data-state=\"ready\">"))
    }

    @Test("where the supervisor does not answer, the page says so and the document is refused")
    func silentSupervisor() throws {
        let daemon = try DaemonProcess(Self.configuration())
        let address = try daemon.address("status")
        kill(daemon.pid, SIGSTOP)
        let (page, document): (WebAnswer, WebAnswer)
        do {
            defer { kill(daemon.pid, SIGCONT) }
            // Both at once, for each waits as long as a supervisor may take.
            let other = TestThread { try WebAnswer.get("/status.json", from: address) }
            page = try WebAnswer.get("/", from: address)
            document = try other.join()
        }
        #expect(page.status == 503 && page.body.contains("The supervisor does not answer"))
        #expect(document.status == 503 && document.body.contains("the supervisor does not answer"))
        _ = try self.document(daemon)
    }

    @Test("a name that leads a browser to localhost from elsewhere is not answered to, but for one that is allowed")
    func rebinding() throws {
        let daemon = try DaemonProcess(Self.configuration(more: "hosts = [\"status.example.org\"]"))
        let address = try daemon.address("status")
        func status(of host: String, _ path: String) throws -> Int {
            try WebAnswer(to: "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n", from: address).status
        }
        for path in ["/", "/status.json", "/status.js", "/nothing"] {
            #expect(try status(of: "evil.example:9791", path) == 421)
        }
        for host in ["localhost:9791", "\(address)", "status.example.org"] {
            #expect(try status(of: host, "/status.json") == 200)
        }
    }

    @Test(
        "other requests have the answers that HTTP has for them",
        arguments: [
            ("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
            ("GET /../status.css HTTP/1.1\r\nHost: localhost\r\n\r\n", 404),
            ("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
            ("DELETE /status.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 405),
            ("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
            ("HEAD /status.json HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
            ("HEAD /status.js?x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n", 200),
        ])
    func answers(request: String, status: Int) throws {
        let daemon = try DaemonProcess(Self.configuration())
        let answer = try WebAnswer(to: request, from: try daemon.address("status"))
        #expect(answer.status == status, "\(answer)")
        if status == 200 {
            #expect(answer.body.isEmpty && !answer.head.contains("Content-Length: 0\r\n"))
        }
    }
}
