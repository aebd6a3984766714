import Daemon
import Testing

@Suite("preforkd(8)")
struct DocumentsStatusTests {
    @Test("has the exit statuses of the program, and no others")
    func exitStatuses() throws {
        let written = try DocumentsPage("preforkd.8").section("EXIT STATUS").items.map { $0.head.joined() }
        #expect(
            written
                == [
                    Daemon.Exit.stopped, Daemon.Exit.wrongUsage, Daemon.Exit.systemRefused,
                    Daemon.Exit.wrongConfiguration,
                ].map(String.init))
    }

    @Test("has the journal fields of the program in its order, and no others")
    func fields() throws {
        let items = try DocumentsPage("preforkd.8").section("JOURNAL FIELDS").items
        #expect(items.map(\.head) == Fields.Name.allCases.map { ["Dv", $0.rawValue] })
    }

    @Test("names as an example the kind of record that a worker's death has")
    func messageID() throws {
        let examples = try DocumentsPage("preforkd.8").section("EXAMPLES").literals.joined()
        let ids = examples.matches(of: /MESSAGE_ID=(\w+)/).map { String($0.1) }
        #expect(ids == [EventKind.workerDied.rawValue])
    }
}
