extension ValueType where Value == [String] {
    /// A program by its absolute path, and its arguments; whether it can be run is asked once it is known where.
    static var command: ValueType {
        let noun = "an array of strings"
        return ValueType(
            noun: noun, bounds: "the first an absolute path",
            read: { node, key, problems in
                guard case .array(let nodes) = node.value else {
                    problems.reportType(of: node, key: key, wanted: noun)
                    return nil
                }
                let command = readList(node, key, noun, &problems) { text throws(Rejection) in
                    guard !text.utf8.contains(0) else {
                        throw Rejection(reason: "\"\(key)\": \(Escaping.quoted(text)) holds a zero byte")
                    }
                    return text
                }
                guard let command, let path = command.first else { return nil }
                if path.utf8.first == UInt8(ascii: "/") { return command }
                problems.report(
                    "\"\(key)\": can't run \(Escaping.quoted(path)): it is no absolute path", at: nodes[0].place)
                return nil
            },
            show: { list($0) })
    }
}
