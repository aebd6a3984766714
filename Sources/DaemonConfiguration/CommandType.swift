import LinuxSystem

extension ValueType where Value == [String] {
    /// A program by its absolute path, which must be one that can be run, and its arguments.
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
                guard let objection = objection(to: path) else { return command }
                problems.report("\"\(key)\": can't run \(Escaping.quoted(path)): \(objection)", at: nodes[0].place)
                return nil
            },
            show: { list($0) })
    }

    private static func objection(to path: String) -> String? {
        guard path.utf8.first == UInt8(ascii: "/") else { return "it is no absolute path" }
        return ProgramFile.objection(to: path).map { Escaping.printable($0) }
    }
}
