import Testing

@testable import Control

@Suite("Requests")
struct RequestTests {
    static let requests: [ControlRequest] = [
        .status, .workers(service: nil), .workers(service: "smile"), .events(.last(0), follow: false),
        .events(.last(20), follow: true), .events(.after(7), follow: true), .events(.after(0), follow: false), .reload,
        .upgrade, .scale(service: "smile", min: 2, max: nil),
        .scale(service: "smile", min: nil, max: 64), .logLevel(.debug),
        .drain(service: "smile"), .resume(service: "smile"),
    ]

    @Test("each is one line that reads back as it was", arguments: requests)
    func roundTrip(request: ControlRequest) throws {
        #expect(try ControlRequest(line: Array(request.line.utf8)) == request)
        #expect(request.line.utf8.count <= ControlRequest.longestLine)
    }

    @Test(
        "a line with other words than its command takes is none",
        arguments: [
            "status now", "workers a b", "events", "events -1", "events x", "events 1 then", "events 1 follow on",
            "events follow", "events after", "events after x", "events after 1 2", "events 1 after",
            "reload x",
            "upgrade x", "scale", "scale smile", "scale smile 1", "scale smile 1 2 3", "scale smile x 2",
            "scale smile -1 -",
            "log-level", "log-level a b", "log-level loud", "drain", "drain a b", "resume", "resume a b", "status ",
        ])
    func wrongWords(line: String) {
        let command = line.split(separator: " ")[0]
        #expect(throws: ControlRequest.Fault.wrongWords(command: String(command))) {
            try ControlRequest(line: Array(line.utf8))
        }
    }

    @Test(
        "a line without a command that is known is none", arguments: ["", " ", " status", "Status", "stat\u{0}us", "ü"])
    func unknown(line: String) {
        #expect(throws: ControlRequest.Fault.self) { try ControlRequest(line: Array(line.utf8)) }
    }

    @Test("no longer line is looked at")
    func tooLong() {
        let line = [UInt8](repeating: UInt8(ascii: "a"), count: ControlRequest.longestLine + 1)
        #expect(throws: ControlRequest.Fault.tooLong) { try ControlRequest(line: line) }
    }

    @Test("whose answer an upgrade cut off is asked again for what is missing, where nothing is done or told twice")
    func again() {
        var event = EventReport()
        event.number = 41
        let word = JSON.object([])
        #expect(ControlRequest.status.again(after: nil) == .status)
        #expect(ControlRequest.status.again(after: word) == nil)
        #expect(ControlRequest.workers(service: "a").again(after: nil) == .workers(service: "a"))
        let follow = ControlRequest.events(.last(20), follow: true)
        #expect(follow.again(after: nil) == follow)
        #expect(follow.again(after: event.json) == .events(.after(41), follow: true))
        #expect(
            ControlRequest.events(.last(20), follow: false).again(after: event.json)
                == .events(.after(41), follow: false))
        #expect(follow.again(after: word) == nil)
        for order in [ControlRequest.reload, .upgrade, .drain(service: "a"), .logLevel(.debug)] {
            #expect(order.again(after: nil) == nil)
        }
    }
}
