import PoolPolicy

/// The value of `workers.max`: a number, or what the daemon's own limits allow.
package enum WorkerMaximum: Hashable, Sendable {
    case workers(Int)
    case auto

    /// nil where only the running daemon can tell.
    var number: Int? { if case .workers(let number) = self { number } else { nil } }
}

extension ValueType where Value == WorkerMaximum {
    static var maximum: ValueType {
        let word = "auto"
        let noun = "an integer or \"\(word)\""
        let number = ValueType<Int>.integer(1...PoolLimits.maximum)
        return ValueType(
            noun: noun, bounds: number.bounds,
            read: { node, key, problems in
                switch node.value {
                case .integer: return number.read(node, key, &problems).map(WorkerMaximum.workers)
                case .string(word): return .auto
                case .string(let text):
                    let suggestion = Suggestion.clause(for: text, among: [word])
                    problems.report(
                        "\"\(key)\" must be \(noun), not \(Escaping.quoted(text))\(suggestion)", at: node.place)
                default: problems.reportType(of: node, key: key, wanted: noun)
                }
                return nil
            },
            show: { $0.number.map { "\($0)" } ?? "\"\(word)\"" })
    }
}
