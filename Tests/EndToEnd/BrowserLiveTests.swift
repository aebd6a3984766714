import Control
import LinuxSystem
import Testing

@Suite("A real browser, as time goes by", .daemonLogs, .serialized, .needs(program: "chromium"))
struct BrowserLiveTests {
    @Test("goes on by itself when the daemon was away")
    func recovers() throws {
        let first = try DaemonProcess(Browser.configuration())
        let address = try first.address("status")
        let browser = try Browser()
        try browser.open(address)
        try browser.wait(until: Browser.updated)
        #expect(try first.stop() == .exited(0))
        try browser.wait(until: "document.body.dataset.state === 'silent'")
        #expect(try browser.text("#freshness").contains("No answer since"))
        let more = "[service.new]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\"\nworkers = { min = 5, max = 5 }"
        let port = try #require(address.port)
        let second = try DaemonProcess(
            Browser.configuration(port: port, more: more).replacing("[service.hi]", with: "[service.other]"))
        try browser.wait(until: "document.body.dataset.state === 'live' && \(Browser.cells("new", "idle")) === 5")
        #expect(try browser.value("document.getElementById('service-hi')") == .null)
        #expect(try browser.value("document.querySelector('[data-fact=pid]').textContent") == .string("\(second.pid)"))
    }

    @Test("does not ask while nobody looks")
    func pauses() throws {
        let daemon = try DaemonProcess(Browser.configuration())
        let browser = try Browser()
        try browser.open(try daemon.address("status"))
        try browser.wait(until: Browser.updated)
        let look = { (isHidden: Bool) in
            _ = try browser.value(
                """
                Object.defineProperty(document, 'hidden', { value: \(isHidden), configurable: true });
                document.dispatchEvent(new Event('visibilitychange'))
                """)
        }
        try look(true)
        try browser.wait(until: "document.body.dataset.state === 'paused'")
        // An answer that was under way may come; whatever comes, nothing is asked for.
        _ = try browser.value(
            "window.asked = 0; window.fetch = () => { asked += 1; return Promise.reject(Error('no')) }")
        _ = try browser.value("window.began = performance.now()")
        try browser.wait(until: "performance.now() - began > 5000")
        #expect(try browser.value("asked") == .integer(0))
        try look(false)
        try browser.wait(until: "asked > 0 && document.body.dataset.state === 'silent'")
    }
}
