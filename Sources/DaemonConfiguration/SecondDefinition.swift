/// The text around a definition that toml++ refused: its key, and the document before it, each as TOML of its own.
struct SecondDefinition {
    /// A document that holds this key only.
    let key: String
    /// Columns on the line before `key`.
    let offset: Int
    /// The document as far as it went; in it stands the mark where a pair would have been.
    let before: String
    let isHeader: Bool

    /// The refused `[section]` on the line of `place`.
    init(header place: Place, in text: String) {
        let line = Line(of: place, in: text)
        key = String(text[line.start..<line.end])
        offset = 0
        before = String(text[..<line.start])
        isHeader = true
    }

    /// The refused `key = value`; toml++ points somewhere from its key to its value.
    init?(pair place: Place, in text: String, mark: String) {
        let line = Line(of: place, in: text)
        let scalars = text.unicodeScalars
        let head = scalars[line.start..<line.pointer]
        let separator = head.lastIndex { $0 == "{" || $0 == "," }
        let start = separator.map(scalars.index(after:)) ?? line.start
        let equals =
            scalars[start..<line.pointer].lastIndex(of: "=") ?? scalars[line.pointer..<line.end].firstIndex(of: "=")
        guard let equals else { return nil }
        key = String(text[start...equals]) + "0"
        offset = scalars.distance(from: line.start, to: start)
        before =
            if let separator {
                "\(text[..<separator]), \"\(mark)\" = 0 }"
            } else {
                "\(text[..<line.start])\"\(mark)\" = 0"
            }
        isHeader = false
    }
}

extension StringProtocol where SubSequence == Substring {
    func droppingPrefix(_ prefix: String) -> Substring? {
        utf8.starts(with: prefix.utf8) ? self[utf8.index(startIndex, offsetBy: prefix.utf8.count)...] : nil
    }
}
