import Control
import Testing

@testable import Web

@Suite("The page")
struct StatusPageTests {
    private static let attack = "</script><img src=x onerror=alert(1)>'\"&"

    /// A status in which every text that can be anything is an attack.
    private static var status: DaemonStatus {
        var echo = ServiceStatus()
        (echo.name, echo.condition, echo.reason) = ("echo", .failing, attack)
        (echo.min, echo.max, echo.limit) = (2, 8, attack)
        (echo.busy, echo.idle, echo.starting, echo.retiring) = (3, 1, 1, 1)
        (echo.accepted, echo.served, echo.inHand) = (1_234, 1_231, 3)
        var path = ListenerStatus()
        path.address = "unix:/" + attack
        var network = ListenerStatus()
        (network.address, network.queue, network.queuePeak) = ("127.0.0.1:7", 5, 7)
        echo.listeners = [path, network]
        (echo.durationP50, echo.durationP99) = (0.000_05, 90)
        var status = DaemonStatus()
        (status.version, status.state, status.configuration) = ("1.2.3", "serving", attack)
        status.services = [echo]
        return status
    }

    private static var events: [EventReport] {
        ["first", "echo: \(attack)"].map { message in
            var event = EventReport()
            (event.time, event.level, event.service) = ("2026-11-20T18:40:01.123Z", "error", "echo")
            event.message = message
            return event
        }
    }

    private var text: String { StatusPage(status: Self.status, events: Self.events).html.description }

    @Test("whatever names, reasons, paths and events hold, is shown and does nothing")
    func escapes() {
        let text = text
        #expect(!text.contains("<img src=x") && !text.contains("</script><") && !text.contains(Self.attack))
        // As reason twice, as limit, path of the configuration, listener, event, and cause of the trouble.
        #expect(text.ranges(of: "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&quot;&amp;").count == 7)
    }

    @Test("says without a script how each service is, and why")
    func summary() throws {
        let text = text
        #expect(text.contains("<p role=\"status\" id=\"summary\">1 failing of 1 service</p>"))
        #expect(text.contains("<title>1 failing of 1 service · preforkd</title>"))
        #expect(text.contains("<a href=\"#service-echo\">echo</a> is failing: "))
        #expect(text.contains("<article id=\"service-echo\" data-state=\"failing\">"))
        #expect(text.contains("<b data-fact=\"busy\">3</b> busy") && text.contains("at least 2, at most 8 ("))
        #expect(text.contains("<dd data-fact=\"accepted\">1\u{202F}234</dd>"))
        #expect(text.contains("<span data-fact=\"queue\">5 waiting, peak 7</span>"))
        #expect(text.contains("<dd data-fact=\"p50\">0.05 ms</dd>"))
        #expect(text.contains("<dd data-fact=\"p99\">1 min 30 s</dd>"))
    }

    @Test("has a cell for each worker, and for the room that there is where it is little")
    func cells() {
        let counts = { (name: String, text: String) in text.ranges(of: "<i class=\"\(name)\"></i>").count }
        let text = text
        #expect(counts("busy", text) == 3 && counts("idle", text) == 1 && counts("starting", text) == 1)
        #expect(counts("retiring", text) == 1 && counts("room", text) == 2)
        var many = Self.status
        (many.services[0].idle, many.services[0].max) = (9_000, 10_000)
        let large = StatusPage(status: many, events: []).html.description
        #expect(counts("idle", large) == 9_000 && counts("room", large) == 0)
    }

    @Test("shows the newest event first, without repeating whose it is")
    func events() throws {
        let text = text
        let first = try #require(text.firstRange(of: "<span data-fact=\"message\">first</span>"))
        let second = try #require(text.firstRange(of: "<span data-fact=\"message\">&lt;/script&gt;"))
        #expect(second.lowerBound < first.lowerBound)
    }

    @Test("without an answer, says so, and has nothing to show")
    func silent() {
        let text = StatusPage(status: nil, events: []).html.description
        #expect(text.contains("<p role=\"status\" id=\"summary\">The supervisor does not answer</p>"))
        #expect(
            text.contains("<dl id=\"daemon\" hidden>") && text.contains("<script type=\"module\" src=\"status.js\">"))
    }

    @Test("of programs that accept by themselves, nothing is said that is not known")
    func acceptor() {
        var status = Self.status
        status.services[0].acceptsByItself = true
        let text = StatusPage(status: status, events: []).html.description
        #expect(text.contains("<div hidden><dt>Accepted</dt><dd data-fact=\"accepted\"></dd></div>"))
        #expect(text.contains("<dd data-fact=\"started\">"))
    }

    private static let sentences: [(String, [ServiceStatus.Condition], String)] = [
        ("serving", [], "All 0 services are well"), ("serving", [.ready], "The service is well"),
        ("serving", [.ready, .ready], "All 2 services are well"),
        ("serving", [.ready, .saturated, .failing], "1 failing, 1 saturated of 3 services"),
        ("starting", [.starting], "The daemon is starting: 1 starting of 1 service"),
        ("stopping", [], "The daemon is stopping"),
    ]

    @Test("one sentence says how all is", arguments: sentences)
    func sentence(state: String, conditions: [ServiceStatus.Condition], expected: String) {
        var status = DaemonStatus()
        status.state = state
        status.services = conditions.map { condition in
            var service = ServiceStatus()
            service.condition = condition
            return service
        }
        #expect(StatusSummary(status).description == expected)
    }
}
