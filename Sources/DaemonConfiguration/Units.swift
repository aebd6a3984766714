/// Whole numbers with a unit, as people write them: which units there are, and what to say of anything else.
struct Units: Sendable {
    struct Unit: Sendable {
        let name: String
        let factor: Int
    }

    struct SyntaxError: Error {
        let reason: String
    }

    /// The largest first.
    let all: [Unit]
    /// A value in its unit, for messages.
    let example: String
    /// What is said of a number that no integer can hold.
    let excess: String

    /// Reads a number and one of the units, without a space.
    func read(_ text: String) throws(SyntaxError) -> Int {
        let digits = text.utf8.prefix(while: \.isDigit)
        let unit = text.utf8.dropFirst(digits.count)
        let written = Escaping.quoted(text)
        if unit.isEmpty, !digits.isEmpty {
            let number = digits.count <= 9 ? text : String(example.prefix(while: \.isNumber))
            let mark = example.drop(while: \.isNumber)
            throw SyntaxError(reason: "carries no unit; write \"\(number)\(mark)\"")
        }
        guard !digits.isEmpty, let factor = all.first(where: { $0.name.utf8.elementsEqual(unit) })?.factor else {
            let names = all.reversed().map(\.name).joined(separator: ", ")
            throw SyntaxError(reason: "must be a number and one of \(names), such as \"\(example)\", not \(written)")
        }
        let product = Int(String(decoding: digits, as: UTF8.self))?.multipliedReportingOverflow(by: factor)
        guard let product, !product.overflow else { throw SyntaxError(reason: "\(excess): \(written)") }
        return product.partialValue
    }

    /// In the largest unit that divides it; nil where none does.
    func write(_ value: Int) -> String? {
        all.first { value.isMultiple(of: $0.factor) }.map { "\(value / $0.factor)\($0.name)" }
    }
}

extension Units {
    /// The value of a node that should hold a number with its unit; a bare number is told which unit it lacks.
    func read(_ node: TOMLNode, _ key: String, noun: String, _ problems: inout Problems) -> Int? {
        let written: String
        switch node.value {
        case .string(let text): written = text
        case .integer(let number): written = "\(number)"
        default:
            problems.reportType(of: node, key: key, wanted: noun)
            return nil
        }
        do throws(SyntaxError) {
            return try read(written)
        } catch {
            problems.report("\"\(key)\" \(error.reason)", at: node.place)
            return nil
        }
    }
}
