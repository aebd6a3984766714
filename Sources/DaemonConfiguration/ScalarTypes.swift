extension ValueType where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> ValueType {
        let noun = "an integer"
        let bounds = "\(range.lowerBound) to \(range.upperBound)"
        return ValueType(
            noun: noun, bounds: bounds,
            read: { node, key, problems in
                guard case .integer(let value) = node.value else {
                    problems.reportType(of: node, key: key, wanted: noun)
                    return nil
                }
                guard range.contains(value) else {
                    problems.report("\"\(key)\" must be \(bounds), not \(value)", at: node.place)
                    return nil
                }
                return value
            },
            show: { "\($0)" })
    }
}

extension ValueType where Value == Bool {
    static var boolean: ValueType {
        let noun = "a boolean"
        return ValueType(
            noun: noun, bounds: "true or false",
            read: { node, key, problems in
                if case .boolean(let value) = node.value { return value }
                problems.reportType(of: node, key: key, wanted: noun)
                return nil
            },
            show: { "\($0)" })
    }
}

extension ValueType where Value == String {
    /// Any text, an empty one as well.
    static var text: ValueType {
        let noun = "a string"
        return ValueType(
            noun: noun,
            read: { node, key, problems in
                if case .string(let value) = node.value { return value }
                problems.reportType(of: node, key: key, wanted: noun)
                return nil
            },
            show: { Escaping.literal($0) })
    }
}

extension ValueType where Value: RawRepresentable<String> & CaseIterable & Sendable {
    /// One of a few words.
    static func word(_ what: String) -> ValueType {
        let words = Value.allCases.map(\.rawValue)
        let list = words.joined(separator: ", ")
        return ValueType(
            noun: "a string", bounds: "one of \(list)",
            read: { node, key, problems in
                guard case .string(let written) = node.value else {
                    problems.reportType(of: node, key: key, wanted: "a string")
                    return nil
                }
                if let value = Value(rawValue: written) { return value }
                let suggestion = Suggestion.clause(for: written, among: words)
                problems.report(
                    "unknown \(what) \(Escaping.quoted(written))"
                        + (suggestion.isEmpty ? "; it is one of \(list)" : suggestion), at: node.place)
                return nil
            },
            show: { "\"\($0.rawValue)\"" })
    }
}
