import Testing

/// A part of the shipped file that is commented out: a key, or a section with its keys.
struct ShippedExample: CustomTestStringConvertible, Sendable {
    static let file = "etc/preforkd/preforkd.toml"

    let lines: Range<Int>
    let isSection: Bool
    let testDescription: String

    /// "#" directly before a key or a section comments it out; prose has a space behind it.
    static func isCommentedOut(_ line: String) -> Bool { line.prefixMatch(of: /#[a-z\[]/) != nil }

    static func all() throws -> [ShippedExample] {
        let lines = try DocumentsTree.lines(file)
        var found: [ShippedExample] = []
        var index = 0
        while index < lines.count {
            guard isCommentedOut(lines[index]) else {
                index += 1
                continue
            }
            let isSection = lines[index].hasPrefix("#[")
            let end = isSection ? lines[index...].firstIndex { !isCommentedOut($0) } ?? lines.count : index + 1
            found.append(
                ShippedExample(
                    lines: index..<end, isSection: isSection, testDescription: String(lines[index].dropFirst())))
            index = end
        }
        return found
    }

    /// The shipped file with these parts of it in effect.
    static func text(with examples: [ShippedExample]) throws -> String {
        var lines = try DocumentsTree.lines(file)
        for index in examples.flatMap(\.lines) { lines[index].removeFirst() }
        return lines.joined(separator: "\n")
    }
}
