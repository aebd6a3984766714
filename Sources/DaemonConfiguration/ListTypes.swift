import Prefork

extension ValueType where Value == [ListenAddress] {
    /// One address, or several in an array.
    static var addresses: ValueType {
        let noun = "a string or an array of strings"
        return ValueType(
            noun: noun,
            read: { node, key, problems in
                readList(node, key, noun, &problems) { text throws(Rejection) in
                    let rejected = "\"\(key)\": \(Escaping.quoted(text)) is no address"
                    guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
                        throw Rejection(reason: "\(rejected): it holds a control character")
                    }
                    do throws(ListenAddress.SyntaxError) {
                        return try ListenAddress(text)
                    } catch {
                        // Its words may repeat the text, and nobody has bounded that.
                        let words = error.description.utf8.count <= 120 ? ": \(error)" : ""
                        throw Rejection(reason: rejected + words)
                    }
                }
            },
            show: { list($0.map(\.description)) })
    }
}

extension ValueType where Value == [String] {
    /// RFC 865 asks for less than 512 characters, and the handler adds the end of the line.
    static var quotes: ValueType {
        let limit = 510
        return strings("each of 1 to \(limit) bytes") { text, key in
            let count = text.utf8.count
            return (1...limit).contains(count)
                ? nil : "each of \"\(key)\" must be 1 to \(limit) bytes long, not \(count)"
        }
    }

    /// Names of variables.
    static var variableNames: ValueType {
        strings("names of variables") { text, key in VariableName.objection(to: text).map { "\"\(key)\": \($0)" } }
    }

    /// As clients write them, which is without a port.
    static var hostNames: ValueType {
        strings("names of hosts") { text, key in
            let isName = (1...255).contains(text.utf8.count) && text.utf8.allSatisfy(\.isOfHostName)
            return isName ? nil : "\"\(key)\": \(Escaping.quoted(text)) is no name of a host"
        }
    }

    /// - Parameter objection: why a text can't be one of them, in words that have the key in them.
    private static func strings(
        _ bounds: String, _ objection: @escaping @Sendable (_ text: String, _ key: String) -> String?
    ) -> ValueType {
        let noun = "an array of strings"
        return ValueType(
            noun: noun, bounds: bounds,
            read: { node, key, problems in
                guard case .array = node.value else {
                    problems.reportType(of: node, key: key, wanted: noun)
                    return nil
                }
                return readList(node, key, noun, &problems) { text throws(Rejection) in
                    if let reason = objection(text, key) { throw Rejection(reason: reason) }
                    return text
                }
            },
            show: { $0.isEmpty ? nil : list($0) })
    }
}

extension UInt8 {
    fileprivate var isOfHostName: Bool { isLetter || isDigit || "-._".utf8.contains(self) }
}
