/// What may stand behind a key: how it is called, read from TOML and written again.
struct ValueType<Value>: Sendable {
    /// With its article, as in `must be an integer`.
    let noun: String
    /// What else holds for it, for the documents: `1 to 65535`.
    var bounds: String?
    /// nil after having reported why.
    let read: @Sendable (_ node: TOMLNode, _ key: String, inout Problems) -> Value?
    /// As TOML; nil where there is nothing to write.
    let show: @Sendable (Value) -> String?

    var kind: String { bounds.map { "\(noun), \($0)" } ?? noun }
}

extension ValueType {
    /// The same for a value that may be left unset.
    var optional: ValueType<Value?> {
        let (read, show) = (read, show)
        return ValueType<Value?>(
            noun: noun, bounds: bounds,
            read: { node, key, problems in read(node, key, &problems).map { .some($0) } },
            show: { value in value.flatMap(show) })
    }
}

extension Problems {
    /// The value is of another type than the key wants.
    mutating func reportType(of node: TOMLNode, key: String, wanted noun: String) {
        report("\"\(key)\" must be \(noun), not \(node.kind)", at: node.place)
    }
}
