extension ValueType where Value == UInt32 {
    /// Permission bits in octal, as chmod(1) takes them.
    static var fileMode: ValueType {
        ValueType(
            noun: "a string", bounds: "octal digits such as \"0660\"",
            read: { node, key, problems in
                switch node.value {
                case .string(let text):
                    let isOctal = (3...4).contains(text.utf8.count) && text.utf8.allSatisfy(\.isOctalDigit)
                    if isOctal, let mode = UInt32(text, radix: 8), mode <= 0o777 { return mode }
                    problems.report(
                        "\"\(key)\" must be octal digits from \"0000\" to \"0777\", not \(Escaping.quoted(text))",
                        at: node.place)
                case .integer:
                    problems.report(
                        "\"\(key)\" must be a string, because the number would not be octal; write \"0660\"",
                        at: node.place)
                default:
                    problems.reportType(of: node, key: key, wanted: "a string of octal digits such as \"0660\"")
                }
                return nil
            },
            show: { mode in
                let digits = String(mode, radix: 8)
                return "\"" + String(repeating: "0", count: 4 - Swift.min(4, digits.utf8.count)) + digits + "\""
            })
    }
}

extension UInt8 {
    fileprivate var isOctalDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(self) }
}
