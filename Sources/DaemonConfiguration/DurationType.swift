extension ValueType where Value == Duration {
    /// A whole number with its unit.
    static func duration(_ range: ClosedRange<Duration>) -> ValueType {
        let bounds = "\(range.lowerBound.configurationText) to \(range.upperBound.configurationText)"
        return ValueType(
            noun: "a time such as \"30s\"", bounds: bounds,
            read: { node, key, problems in
                let written: String
                switch node.value {
                case .string(let text): written = text
                case .integer(let number): written = "\(number)"
                default:
                    problems.reportType(of: node, key: key, wanted: "a time such as \"30s\"")
                    return nil
                }
                do throws(Duration.SyntaxError) {
                    let value = try Duration(configurationText: written)
                    if range.contains(value) { return value }
                    problems.report("\"\(key)\" must be \(bounds), not \(value.configurationText)", at: node.place)
                } catch {
                    problems.report("\"\(key)\" \(error.reason)", at: node.place)
                }
                return nil
            },
            show: { Escaping.literal($0.configurationText) })
    }
}

extension Duration {
    static var day: Duration { .seconds(86_400) }

    struct SyntaxError: Error {
        let reason: String
    }

    private static let units: [(name: String, milliseconds: Int)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// Reads `500ms`, `30s`, `5min`, `1h`, `1d`.
    init(configurationText text: String) throws(SyntaxError) {
        let digits = text.utf8.prefix(while: \.isDigit)
        let unit = text.utf8.dropFirst(digits.count)
        let number = Escaping.quoted(text)
        if unit.isEmpty, !digits.isEmpty {
            let example = digits.count <= 9 ? text : "30"
            throw SyntaxError(reason: "carries no unit; write \"\(example)s\"")
        }
        guard !digits.isEmpty, let factor = Self.units.first(where: { $0.name.utf8.elementsEqual(unit) })?.milliseconds
        else {
            let names = Self.units.reversed().map(\.name).joined(separator: ", ")
            throw SyntaxError(reason: "must be a number and one of \(names), such as \"30s\", not \(number)")
        }
        let product = Int(String(decoding: digits, as: UTF8.self))?.multipliedReportingOverflow(by: factor)
        guard let product, !product.overflow else { throw SyntaxError(reason: "is far too long: \(number)") }
        self = .milliseconds(product.partialValue)
    }

    /// In the largest unit that divides it.
    var configurationText: String {
        let milliseconds = Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
        if milliseconds == 0 { return "0s" }
        for unit in Self.units where milliseconds.isMultiple(of: unit.milliseconds) {
            return "\(milliseconds / unit.milliseconds)\(unit.name)"
        }
        return "\(milliseconds)ms"
    }
}
