import Testing

@testable import Control

@Suite("JSON in preforkctl(1)")
struct DocumentsJSONTests {
    private static let records: [(title: String, names: [String])] = [
        ("The end", members(ReplyEnd.failed([""]).json)),
        ("The daemon", names(DaemonStatus.self)),
        ("A service", names(ServiceStatus.self)),
        ("A listener", names(ListenerStatus.self)),
        ("A class of durations", names(DurationClass.self)),
        ("A worker", names(WorkerStatus.self)),
        ("An event", names(EventReport.self)),
    ]

    private static func names<Record: JSONRecord>(_ type: Record.Type) -> [String] { Record.fields.map(\.name) }

    private static func members(_ json: JSON) -> [String] {
        guard case .object(let members) = json else { return [] }
        return members.map(\.name)
    }

    @Test("the page has each member that an answer has, in its order, and no others", arguments: records)
    func members(record: (title: String, names: [String])) throws {
        let items = try DocumentsPage("preforkctl.1").subsection(record.title).items
        let written = items.flatMap { item in item.head.filter { $0 != "Va" && $0 != "," } }
        #expect(written == record.names)
        #expect(!written.isEmpty)
    }
}
