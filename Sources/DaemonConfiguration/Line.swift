/// A line of a text, and the character on it that a place points to.
struct Line {
    let start: String.Index
    let pointer: String.Index
    /// Before the line break.
    let end: String.Index

    /// The pointer's column, which is the place's own unless that lies beyond the end.
    let column: Int

    init(of place: Place, in text: String) {
        let scalars = text.unicodeScalars
        var start = scalars.startIndex
        for _ in 1..<Swift.max(1, place.line) {
            guard let newline = scalars[start...].firstIndex(of: "\n") else { break }
            start = scalars.index(after: newline)
        }
        let end = scalars[start...].firstIndex { $0 == "\n" || $0 == "\r" } ?? scalars.endIndex
        self.start = start
        self.end = end
        pointer = scalars.index(start, offsetBy: place.column - 1, limitedBy: end) ?? end
        column = scalars.distance(from: start, to: pointer) + 1
    }
}
