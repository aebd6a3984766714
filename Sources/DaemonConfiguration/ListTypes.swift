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
        let noun = "an array of strings"
        return ValueType(
            noun: noun, bounds: "each of 1 to \(limit) bytes",
            read: { node, key, problems in
                guard case .array = node.value else {
                    problems.reportType(of: node, key: key, wanted: noun)
                    return nil
                }
                return readList(node, key, noun, &problems) { text throws(Rejection) in
                    guard (1...limit).contains(text.utf8.count) else {
                        throw Rejection(
                            reason: "each of \"\(key)\" must be 1 to \(limit) bytes long, not \(text.utf8.count)")
                    }
                    return text
                }
            },
            show: { list($0) })
    }
}
