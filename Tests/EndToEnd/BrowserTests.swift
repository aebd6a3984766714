import Control
import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("A real browser", .daemonLogs, .serialized, .needs(program: "chromium"))
struct BrowserTests {
    private static let attack = "script><img src=x onerror=document.title='owned'>"

    @Test(
        "shows workers, trouble and its reason, in light, in dark and on a phone, and has nothing to complain of",
        arguments: [("light", 1_280, 900), ("dark", 1_280, 900), ("light", 390, 844), ("dark", 390, 844)])
    func shows(scheme: String, width: Int64, height: Int64) throws {
        let folder = try TemporaryFolder()
        mkdir(folder.path("<"), 0o755)
        var setup = DaemonSetup(
            Browser.configuration(
                more: """
                    [service.full]
                    listen = ["127.0.0.1:0", "unix:\(folder.path("</" + Self.attack))"]
                    handler = "echo"
                    workers = { min = 2, max = 2 }
                    [service.broken]
                    listen = "127.0.0.1:0"
                    handler = "acceptor"
                    command = ["/bin/false", "</\(Self.attack)"]
                    workers = { min = 1 }
                    """))
        // As long as a service fails it is not.
        setup.waitsUntilReady = false
        let daemon = try setup.start()
        let full = try daemon.address("full")
        let clients = try (0..<4).map { _ in try TestClient(full) }
        let browser = try Browser()
        try browser.resize(width, height)
        try browser.prefer(scheme)
        try browser.open(try daemon.address("status"))
        try browser.wait(until: Browser.updated)
        for state in [("full", "saturated"), ("broken", "failing"), ("hi", "ready")] {
            try browser.wait(until: "document.querySelector('#service-\(state.0)').dataset.state === '\(state.1)'")
        }
        #expect(try browser.value("document.querySelectorAll('#services > article').length") == .integer(4))
        #expect(try browser.value(Browser.cells("full", "busy")) == .integer(2))
        #expect(try browser.value(Browser.cells("hi", "idle")) == .integer(3))
        #expect(try browser.value(Browser.cells("hi", "room")) == .integer(1))
        let troubles = try browser.text("#troubles")
        #expect(
            troubles.hasPrefix("broken is failing: ") && troubles.hasSuffix("full is saturated: all 2 workers busy"))
        #expect(try browser.text("#service-broken .because").contains("status 1"))
        #expect(try browser.text("#service-full .listeners").contains("/<"))
        #expect(try browser.text("#service-full .listeners").contains("/\(Self.attack)"))
        #expect(try browser.text("title").hasSuffix("preforkd"))
        #expect(try browser.value("document.querySelectorAll('main img, main script').length") == .integer(0))
        #expect(try browser.value("document.documentElement.scrollWidth <= innerWidth") == .bool(true))
        let isDark = "getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0] < 64"
        #expect(try browser.value(isDark) == .bool(scheme == "dark"))
        let picture = try browser.screenshot()
        #expect(PNG.size(picture) == PNG.Size(width: Int(width), height: Int(height)))
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
        for client in clients { client.close() }
    }

    @Test("shows 10 000 workers, and the rates and durations of a daemon that tells them")
    func large() throws {
        let daemon = try DaemonProcess(Browser.configuration())
        let browser = try Browser()
        // The daemon's own document, with more in it than a test can have.
        try browser.change(
            """
            const one = document.workers.find(({ service }) => service === "hi");
            const states = ["busy", "idle"];
            document.workers = Array.from({ length: 10000 }, (_, slot) => ({ ...one, slot, state: states[slot % 2] }));
            const history = Array.from({ length: 60 }, (_, index) => index * 10);
            const told = { history, history_step_seconds: 5, duration_p50_seconds: 0.00125, duration_p99_seconds: null };
            for (const service of document.daemon.services) Object.assign(service, told);
            """)
        try browser.open(try daemon.address("status"))
        try browser.wait(until: Browser.updated)
        #expect(try browser.value(Browser.cells("hi", "busy")) == .integer(5_000))
        #expect(try browser.value(Browser.cells("hi", "idle")) == .integer(5_000))
        let past = "document.querySelector('#service-hi .past').getAttribute('d').split('M').length - 1"
        #expect(try browser.value(past) == .integer(58))
        #expect(try browser.text("#service-hi .top") == "200")
        let move = "new PointerEvent('pointermove', { clientX: box.left + box.width * 30.5 / 60, bubbles: true })"
        _ = try browser.value(
            """
            const plot = document.querySelector('#service-hi .plot'), box = plot.getBoundingClientRect();
            plot.dispatchEvent(\(move))
            """)
        #expect(try browser.text("#service-hi figcaption") == "60 a second, 2 min 25 s ago")
        #expect(try browser.text("#service-hi [data-fact=span]") == "5 min ago")
        #expect(try browser.text("#service-hi [data-fact=p50]") == "1.3 ms")
        #expect(
            try browser.value("document.querySelector('#service-hi [data-fact=p99]').parentElement.hidden")
                == .bool(true)
        )
        _ = try browser.value("document.querySelector('#service-hi details').open = true")
        try browser.wait(until: "document.querySelectorAll('#service-hi tbody tr').length === 200")
        #expect(try browser.text("#service-hi caption").contains("the other 9\u{202F}800"))
        let point = "new PointerEvent('pointerover', { bubbles: true })"
        _ = try browser.value("document.querySelectorAll('#service-hi .cells i')[4321].dispatchEvent(\(point))")
        #expect(try browser.text("#service-hi .pointed").hasPrefix("slot 4321, process "))
        #expect(browser.complaints.isEmpty, "\(browser.complaints)")
    }

    @Test("shows the same without a script")
    func plain() throws {
        let daemon = try DaemonProcess(Browser.configuration())
        let browser = try Browser()
        try browser.disableScripts()
        try browser.open(try daemon.address("status"))
        try browser.wait(until: "document.querySelector('footer')")
        #expect(try browser.text("#summary") == "All 2 services are well")
        #expect(try browser.value(Browser.cells("hi", "idle")) == .integer(3))
        #expect(try browser.value("document.querySelectorAll('#events li').length > 0") == .bool(true))
        #expect(try browser.value("document.body.dataset.updates ?? null") == .null)
    }

    @Test("lets nothing run or load that is not the page's own")
    func policy() throws {
        let daemon = try DaemonProcess(Browser.configuration())
        let elsewhere = try daemon.address("hi")
        let browser = try Browser()
        try browser.open(try daemon.address("status"))
        try browser.wait(until: Browser.updated)
        #expect(browser.complaints.isEmpty)
        _ = try browser.value("document.body.append(Object.assign(new Image(), { src: 'http://\(elsewhere)/' }))")
        try eventually("the image that was refused") {
            _ = try browser.value("0")
            return browser.complaints.contains { $0.contains("Content Security Policy") && $0.contains("img-src") }
        }
        let markup = "try { document.body.innerHTML = '<b>'; 'done' } catch (error) { error.name }"
        #expect(try browser.value(markup) == .string("TypeError"))
    }
}
