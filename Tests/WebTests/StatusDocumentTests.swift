import Control
import Testing

@testable import Web

@Suite("The document")
struct StatusDocumentTests {
    @Test("is JSON with the daemon, its workers and its events, whatever their texts hold")
    func whole() throws {
        var (daemon, service, worker, event) = (DaemonStatus(), ServiceStatus(), WorkerStatus(), EventReport())
        (service.name, service.reason) = ("a", "</script>\"\\\n\u{7F}\u{2028}")
        (worker.service, worker.pid, worker.peer) = ("a", 7, "192.0.2.1:1")
        (event.message, event.missed) = ("\u{0}", 3)
        (daemon.state, daemon.services) = ("serving", [service])
        let document = StatusDocument(daemon, workers: [worker], events: [event])
        let json = try JSONReader.read(document.json.text.utf8)
        #expect(StatusDocument(json: json) == document)
        guard case .object(let members) = json else {
            Issue.record("\(json)")
            return
        }
        #expect(members.map(\.name) == ["summary", "daemon", "workers", "events"])
        #expect(json["summary"] == .string("1 starting of 1 service"))
    }
}
