import Testing

@testable import Control

@Suite("Requests")
struct RequestTests {
    static let requests: [ControlRequest] = [
        .status, .workers(service: nil), .workers(service: "smile"), .events(last: 0, follow: false),
        .events(last: 20, follow: true), .reload, .upgrade, .scale(service: "smile", min: 2, max: nil),
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
}
