/// Text in columns: the first to the left, the others to the right.
package struct Table: CustomStringConvertible, Sendable {
    private var rows: [[String]]

    package init(header: [String]) {
        rows = [header]
    }

    package mutating func add(_ row: [String]) {
        precondition(row.count == rows[0].count, "a row has a cell for each column")
        rows.append(row)
    }

    package var description: String {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == 0 ? row[column] + space : space + row[column]
            }.joined(separator: "   ")
        }.joined(separator: "\n")
    }
}

extension Double {
    /// In so many digits behind the point, thousands apart.
    package func text(digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = (magnitude * scale).rounded()
        guard scaled < 1e15 else { return "\(self)" }
        let (whole, rest) = Int(scaled).quotientAndRemainder(dividingBy: Int(scale))
        let fraction = digits == 0 ? "" : "." + "\(Int(scale) + rest)".dropFirst()
        return (self < 0 && scaled > 0 ? "-" : "") + Self.grouped(whole) + fraction
    }

    private static func grouped(_ number: Int) -> String {
        let digits = Array("\(number)")
        return digits.indices.reduce(into: "") { text, index in
            if index > 0, (digits.count - index) % 3 == 0 { text += " " }
            text.append(digits[index])
        }
    }
}
