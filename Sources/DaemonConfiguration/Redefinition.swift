/// A key or section that one file defines twice: toml++ tells the second place only, this finds the first.
struct Redefinition {
    let error: ConfigurationError

    // No key of ours: it marks the table that the second definition would have gone into.
    private static let mark = "the second definition goes here"

    /// nil where the error is another one, or where the text around it can't be taken apart.
    init?(_ failure: TOMLDocument.SyntaxError, in source: SourceText) {
        guard let words = failure.words.droppingPrefix("Error while parsing ") else { return nil }
        let second: SecondDefinition?
        if words.droppingPrefix("table header: cannot redefine ") != nil {
            second = SecondDefinition(header: failure.place, in: source.text)
        } else if words.droppingPrefix("key-value pair: cannot redefine ") != nil {
            second = SecondDefinition(pair: failure.place, in: source.text, mark: Self.mark)
        } else {
            return nil
        }
        guard let second,
            let path = try? Self.onlyPath(in: TOMLDocument(second.key, file: nil).root()),
            let before = try? TOMLDocument(second.before, file: source.file).root(),
            let home = second.isHeader ? before : Self.markedTable(under: before)
        else { return nil }
        let found = Self.follow(path.map(\.key), from: home)
        guard let first = found.last else { return nil }
        var place = failure.place
        place.column = second.offset + path[found.count - 1].place.column
        let name = Self.name(
            path.prefix(found.count).map(\.key), isSection: second.isHeader && found.count == path.count)
        error = ConfigurationError(place: place, message: "\(name) is already defined at \(first.place)")
    }

    private static func name(_ path: [String], isSection: Bool) -> String {
        if isSection, path.count == 2, path[0] == "service" { return "service \(Escaping.quoted(path[1]))" }
        let joined = path.map { Escaping.quotedKey($0) }.joined(separator: ".")
        return isSection ? "[\(joined)]" : "\"\(joined)\""
    }

    /// The keys down a tree that has one key on each level.
    private static func onlyPath(in root: TOMLNode) -> [TOMLMember] {
        var path: [TOMLMember] = []
        var node = root
        while let member = node.lastTable?.first {
            path.append(member)
            node = member.node
        }
        return path
    }

    /// As many members along the path as there are.
    private static func follow(_ path: [String], from home: TOMLNode) -> [TOMLMember] {
        var found: [TOMLMember] = []
        var node = home
        for key in path {
            guard let member = node.lastTable?.first(where: { $0.key == key }) else { break }
            found.append(member)
            node = member.node
        }
        return found
    }

    private static func markedTable(under node: TOMLNode) -> TOMLNode? {
        switch node.value {
        case .table(let members):
            if members.contains(where: { $0.key == mark }) {
                return node
            }
            for member in members {
                if let table = markedTable(under: member.node) { return table }
            }
        case .array(let elements):
            for element in elements {
                if let table = markedTable(under: element) { return table }
            }
        default: break
        }
        return nil
    }
}

extension TOMLNode {
    /// The members of a table, or of the last of an array of tables, which is the one that is open.
    fileprivate var lastTable: [TOMLMember]? {
        switch value {
        case .table(let members): members
        case .array(let elements): elements.last?.lastTable
        default: nil
        }
    }
}
