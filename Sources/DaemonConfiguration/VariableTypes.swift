extension ValueType where Value == [ProgramPlan.Variable] {
    /// A table of texts by the names of variables.
    static var variables: ValueType {
        let noun = "a table of strings"
        return ValueType(
            noun: noun,
            read: { node, key, problems in
                guard case .table(let members) = node.value else {
                    problems.reportType(of: node, key: key, wanted: noun)
                    return nil
                }
                let variables = members.compactMap { variable($0, key, noun, &problems) }
                return variables.count == members.count ? variables : nil
            },
            show: { variables in
                if variables.isEmpty { return nil }
                let members = variables.map { "\(Escaping.key($0.name)) = \(Escaping.literal($0.value))" }
                return "{ \(members.joined(separator: ", ")) }"
            })
    }

    private static func variable(
        _ member: TOMLMember, _ key: String, _ noun: String, _ problems: inout Problems
    ) -> ProgramPlan.Variable? {
        if let objection = VariableName.objection(to: member.key) {
            problems.report("\"\(key)\": \(objection)", at: member.place)
            return nil
        }
        guard case .string(let value) = member.node.value else {
            problems.reportType(of: member.node, key: "\(key).\(member.key)", wanted: "a string")
            return nil
        }
        guard !value.utf8.contains(0) else {
            problems.report("\"\(key)\": the value of \(member.key) holds a zero byte", at: member.node.place)
            return nil
        }
        return ProgramPlan.Variable(name: member.key, value: value)
    }
}

/// What an environment variable of a program may be called.
enum VariableName {
    /// Those that the daemon sets for each connection.
    private static let ofConnection: Set<String> = [
        "PROTO", "TCPLOCALIP", "TCPLOCALPORT", "TCPREMOTEIP", "TCPREMOTEPORT", "REMOTE_ADDR", "REMOTE_PORT",
        "PREFORKD_SERVICE", "PREFORKD_CONNECTION",
    ]

    /// Why a program can't be given a variable of this name; nil where it can.
    static func objection(to name: String) -> String? {
        guard let first = name.utf8.first, !first.isDigit, name.utf8.allSatisfy(isNameByte) else {
            return "\(Escaping.quoted(name)) is no name of a variable: letters, digits and _, no digit first"
        }
        if ofConnection.contains(name) { return "\(name) is set by the daemon for each connection" }
        let isOfSupervisor = name == "NOTIFY_SOCKET" || name.hasPrefix("WATCHDOG_") || name.hasPrefix("LISTEN_")
        return isOfSupervisor ? "\(name) is the supervisor's to set" : nil
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_")
    }
}
