/// Rows of cells under headings, as wide as the terminal: the first column gives way, then the last ones where lines
/// may not go on beyond the terminal.
struct Columns {
    struct Cell {
        let text: String
        var tone: Paint.Tone?

        init(_ text: String, _ tone: Paint.Tone? = nil) {
            self.text = text
            self.tone = tone
        }
    }

    let headings: [String]
    /// Columns that hold words; the others hold numbers, which end at the right.
    let words: Set<Int>
    var rows: [[Cell]] = []

    /// - Parameter cuts: whether what has no room is left out; else lines are longer than `width`.
    func lines(width: Int, cuts: Bool = false, _ paint: Paint) -> [String] {
        var widths = headings.indices.map { column in
            max(headings[column].count, rows.map { $0[column].text.count }.max() ?? 0)
        }
        let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        widths[0] = max(6, widths[0] - max(0, excess))
        if cuts { cut(&widths, to: width) }
        let head = headings.map { Cell($0, .faint) }
        return ([head] + rows).map { row in
            widths.indices.map { column in
                pad(row[column], widths[column], column, isLast: column == widths.count - 1, paint)
            }
            .joined(separator: "  ")
        }
    }

    /// Words may be cut short; a number is there as a whole or not at all.
    private func cut(_ widths: inout [Int], to width: Int) {
        var room = width
        for column in widths.indices {
            let (space, least) = (column == 0 ? 0 : 2, words.contains(column) ? min(6, widths[column]) : widths[column])
            guard room - space >= least else { return widths.removeSubrange(column...) }
            widths[column] = min(widths[column], room - space)
            room -= space + widths[column]
        }
    }

    private func pad(_ cell: Cell, _ width: Int, _ column: Int, isLast: Bool, _ paint: Paint) -> String {
        let text = cell.text.count > width ? cell.text.prefix(width - 1) + "…" : cell.text[...]
        let space = String(repeating: " ", count: max(0, width - text.count))
        let painted = paint(cell.tone, String(text))
        return words.contains(column) ? painted + (isLast ? "" : space) : space + painted
    }
}
