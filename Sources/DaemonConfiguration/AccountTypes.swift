import LinuxSystem

extension ValueType where Value == String {
    /// The name or number of a user that there is.
    static var user: ValueType {
        account("user") { UserDatabase.user($0) != nil }
    }

    /// The name of a group that there is, or any number.
    static var group: ValueType {
        account("group") { UserDatabase.group($0) != nil }
    }

    /// The name or number of a user or group; whether there is one is asked when the socket is bound.
    static var account: ValueType {
        ValueType(
            noun: "a string", bounds: "a name or a number",
            read: { node, key, problems in
                guard let value = text.read(node, key, &problems) else { return nil }
                let isName = !value.isEmpty && value.utf8.count <= 255 && value.utf8.allSatisfy(\.isNameByte)
                if isName { return value }
                let quoted = Escaping.quoted(value)
                problems.report("\"\(key)\" must be the name or number of an account, not \(quoted)", at: node.place)
                return nil
            },
            show: { Escaping.literal($0) })
    }

    private static func account(_ what: String, isKnown: @escaping @Sendable (String) -> Bool) -> ValueType {
        ValueType(
            noun: account.noun, bounds: account.bounds,
            read: { node, key, problems in
                guard let name = account.read(node, key, &problems) else { return nil }
                if isKnown(name) { return name }
                problems.report("\"\(key)\": there is no \(what) \(Escaping.quoted(name))", at: node.place)
                return nil
            },
            show: account.show)
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool { self > 0x20 && self != 0x7F && self != UInt8(ascii: ":") }
}
