import Testing

@testable import Control

@Suite("Records of the replies")
struct RecordTests {
    @Test("what one end writes the other reads")
    func roundTrip() throws {
        var service = ServiceStatus()
        (service.name, service.condition, service.reason) = ("smile", .saturated, "all 64 workers are busy")
        (service.accepted, service.served, service.crashed, service.inHand) = (9, 6, 2, 1)
        service.perSecond = 1.5
        (service.durationP50, service.history, service.historyStep) = (0.000025, [0, 7, 2], 5)
        var most = DurationClass()
        (most.bound, most.count) = (0.25, 6)
        service.durations = [most, DurationClass()]
        var status = DaemonStatus()
        status.services = [service, ServiceStatus()]
        #expect(DaemonStatus(json: try JSONReader.read(status.json.text.utf8)) == status)
        var worker = WorkerStatus()
        (worker.pid, worker.peer, worker.connection) = (7, "[::1]:9", 3)
        #expect(WorkerStatus(json: worker.json) == worker)
        var event = EventReport()
        (event.message, event.service) = ("grew", "smile")
        #expect(EventReport(json: event.json) == event)
    }

    @Test("another version's fields are no obstacle, wrong types are one")
    func otherVersions() throws {
        let newer = try JSONReader.read("{\"pid\":7,\"colour\":[1,{}]}".utf8)
        #expect(DaemonStatus(json: newer)?.pid == 7)
        #expect(DaemonStatus(json: .object([])) == DaemonStatus())
        #expect(DaemonStatus(json: try JSONReader.read("{\"pid\":\"7\"}".utf8)) == nil)
        #expect(DaemonStatus(json: try JSONReader.read("{\"services\":[{},1]}".utf8)) == nil)
    }

    @Test("a service tells what happened lately under these names, and null where nobody knows")
    func lately() {
        var service = ServiceStatus()
        (service.durationP99, service.history, service.historyStep) = (0.5, [1, 2], 5)
        #expect(service.json["duration_p50_seconds"] == .null && service.json["duration_p99_seconds"] == .decimal(0.5))
        #expect(service.json["history"] == .array([.integer(1), .integer(2)]))
        #expect(service.json["history_step_seconds"] == .decimal(5))
    }

    @Test("no record has a field twice")
    func names() {
        func unique<Record>(_ fields: [JSONField<Record>]) -> Bool { Set(fields.map(\.name)).count == fields.count }
        #expect(unique(DaemonStatus.fields) && unique(ServiceStatus.fields) && unique(ListenerStatus.fields))
        #expect(unique(DurationClass.fields))
        #expect(unique(WorkerStatus.fields) && unique(EventReport.fields))
    }

    @Test(
        "each end of a reply reads back as it was",
        arguments: [
            ReplyEnd.ok, .failed([]), .failed(["a", "b"]), .refused(["no"]),
        ])
    func ends(end: ReplyEnd) {
        #expect(ReplyEnd(json: end.json) == end)
    }

    @Test("no record is taken for an end")
    func notAnEnd() {
        #expect(ReplyEnd(json: DaemonStatus().json) == nil && ReplyEnd(json: EventReport().json) == nil)
    }
}
