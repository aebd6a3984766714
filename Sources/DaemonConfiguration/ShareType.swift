import PoolPolicy

extension ValueType where Value == WorkerShare {
    static var share: ValueType {
        let noun = "an integer or a percentage such as \"10%\""
        let number = ValueType<Int>.integer(1...PoolLimits.maximum)
        let percentages = 1...100
        return ValueType(
            noun: noun, bounds: "1 to \(PoolLimits.maximum) or 1% to 100%",
            read: { node, key, problems in
                switch node.value {
                case .integer: return number.read(node, key, &problems).map(WorkerShare.workers)
                case .string(let text):
                    guard let percent = percent(text) else {
                        problems.report("\"\(key)\" must be \(noun), not \(Escaping.quoted(text))", at: node.place)
                        return nil
                    }
                    if percentages.contains(percent) { return .percent(percent) }
                    problems.report("\"\(key)\" must be 1% to 100%, not \(Escaping.quoted(text))", at: node.place)
                default: problems.reportType(of: node, key: key, wanted: noun)
                }
                return nil
            },
            show: { share in
                switch share {
                case .workers(let number): "\(number)"
                case .percent(let percent): "\"\(percent)%\""
                }
            })
    }
}

/// Digits and a percent sign; what no integer can hold is no less out of range than 101.
private func percent(_ text: String) -> Int? {
    guard text.utf8.last == UInt8(ascii: "%") else { return nil }
    let digits = text.utf8.dropLast()
    guard !digits.isEmpty, digits.allSatisfy(\.isDigit) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self)) ?? .max
}
