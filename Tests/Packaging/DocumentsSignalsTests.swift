import Prefork
import Testing

@Suite("Signals in the documents")
struct DocumentsSignalsTests {
    /// The table of the program, as the documents lay it out: the signals of one command together.
    private static var built: Set<Set<String>> {
        var names: [SupervisorCommand: Set<String>] = [:]
        for signal in SupervisorCommand.signals {
            if let command = SupervisorCommand(signal) { names[command, default: []].insert(signal.name) }
        }
        return Set(names.values)
    }

    @Test("preforkd(8) has those that the supervisor takes, and no others")
    func manual() throws {
        let items = try DocumentsPage("preforkd.8").section("SIGNALS").items
        let written = items.map { item in Set(item.head.filter { $0.hasPrefix("SIG") }.map { String($0.dropFirst(3)) })
        }
        #expect(Set(written) == Self.built)
        #expect(written.count == Self.built.count, "each once")
    }

    @Test("Signals.md has those that the supervisor takes, and KILL, which nobody can take")
    func library() throws {
        let lines = try DocumentsTree.lines("Sources/Prefork/Prefork.docc/Signals.md")
        let section = lines.drop { $0 != "## The supervisor" }.dropFirst().prefix { !$0.hasPrefix("## ") }
        let rows = section.filter { $0.hasPrefix("| ") }.dropFirst(2)
        let written = rows.map { row in
            Set(row.split(separator: "|")[0].split(whereSeparator: { ", ".contains($0) }).map(String.init))
        }
        #expect(Set(written) == Self.built.union([["KILL"]]))
        #expect(written.count == Self.built.count + 1, "each once")
    }
}
