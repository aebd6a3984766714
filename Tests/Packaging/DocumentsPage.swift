/// A manual page in mdoc(7), as far as tests look into it: sections, lists, examples.
struct DocumentsPage {
    private let lines: [String]

    /// The page's file in packaging/man.
    init(_ name: String) throws {
        lines = try DocumentsTree.lines("packaging/man/\(name)")
    }

    private init(lines: [String]) {
        self.lines = lines
    }

    /// An item of a list: what is on its `.It` line, and what follows until the next.
    struct Item {
        let head: [String]
        let body: DocumentsPage
    }

    /// What stands below a heading; nothing where there is none of that title.
    func section(_ title: String) -> DocumentsPage { below(".Sh \(title)", until: [".Sh"]) }

    func subsection(_ title: String) -> DocumentsPage { below(".Ss \(title)", until: [".Sh", ".Ss"]) }

    private func below(_ heading: String, until ends: [String]) -> DocumentsPage {
        let rest = lines.drop { $0 != heading }.dropFirst()
        return DocumentsPage(lines: Array(rest.prefix { line in !ends.contains { line.hasPrefix("\($0) ") } }))
    }

    /// The items of all lists that stand in no other list's item.
    var items: [Item] {
        var found: [(head: String, body: [String])] = []
        var depth = 0
        for line in lines {
            if line.hasPrefix(".El") { depth -= 1 }
            if depth == 1, line.hasPrefix(".It ") {
                found.append((String(line.dropFirst(4)), []))
            } else if depth > 0, !found.isEmpty {
                found[found.count - 1].body.append(line)
            }
            if line.hasPrefix(".Bl ") { depth += 1 }
        }
        return found.map { Item(head: Self.words($0.head), body: DocumentsPage(lines: $0.body)) }
    }

    /// The blocks that are shown as they are.
    var literals: [String] {
        lines.split { $0.hasPrefix(".Bd -literal") }.dropFirst().map { block in
            block.prefix { $0 != ".Ed" }.map { Self.unescaped($0) + "\n" }.joined()
        }
    }

    /// Everything in words, each macro's name among them.
    var text: String { lines.flatMap(Self.words).joined(separator: " ") }

    var firstLine: String { lines.first ?? "" }

    private static func words(_ line: String) -> [String] {
        unescaped(line).split(separator: " ").map(String.init)
    }

    private static func unescaped(_ line: String) -> String {
        var result = line[...]
        for (escape, character) in [("\\(dq", "\""), ("\\&", ""), ("\\e", "\\")] {
            result = result.split(separator: escape, omittingEmptySubsequences: false).joined(separator: character)[...]
        }
        return String(result)
    }
}
