/// Rows of cells under headings, as wide as the terminal: the first column gives way.
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

    func lines(width: Int, _ paint: Paint) -> [String] {
        var widths = headings.indices.map { column in
            max(headings[column].count, rows.map { $0[column].text.count }.max() ?? 0)
        }
        let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        widths[0] = max(6, widths[0] - max(0, excess))
        let head = headings.map { Cell($0, .faint) }
        return ([head] + rows).map { row in
            row.indices.map { column in pad(row[column], widths[column], column, isLast: column == row.count - 1, paint)
            }
            .joined(separator: "  ")
        }
    }

    private func pad(_ cell: Cell, _ width: Int, _ column: Int, isLast: Bool, _ paint: Paint) -> String {
        let text = cell.text.count > width ? cell.text.prefix(width - 1) + "…" : cell.text[...]
        let space = String(repeating: " ", count: max(0, width - text.count))
        let painted = paint(cell.tone, String(text))
        return words.contains(column) ? painted + (isLast ? "" : space) : space + painted
    }
}
