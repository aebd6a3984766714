/// One entry of a catalog of the journal: an id, headers, and a text behind an empty line.
struct CatalogEntry {
    let id: String
    let headers: [String: String]
    let text: String

    static func all() throws -> [CatalogEntry] {
        try DocumentsTree.lines("packaging/catalog/preforkd.catalog").split { $0.hasPrefix("#") }.flatMap { part in
            var entries: [[String]] = []
            for line in part {
                if line.hasPrefix("-- ") { entries.append([]) }
                if !entries.isEmpty { entries[entries.count - 1].append(line) }
            }
            return entries.map(CatalogEntry.init)
        }
    }

    private init(_ lines: [String]) {
        id = String(lines[0].dropFirst(3))
        let head = lines.dropFirst().prefix { $0 != "" }
        headers = head.reduce(into: [:]) { headers, line in
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[String(parts[0])] = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
        }
        text = lines.dropFirst(1 + head.count + 1).joined(separator: "\n")
    }

    /// What stands for a field of the record itself.
    var fields: Set<String> {
        Set(((headers["Subject"] ?? "") + text).matches(of: /@(\w+)@/).map { String($0.1) })
    }
}
