import LinuxSystem

/// Whether there is a control socket, and where.
package enum ControlPlan: Hashable, Sendable {
    /// In the runtime directory that the service manager made, where it did.
    case auto
    case off
    case path(String)
}

extension ValueType where Value == ControlPlan {
    /// An absolute path that a socket can have, or a word.
    static var control: ValueType {
        let (auto, off) = ("auto", "off")
        let bounds = "\"\(auto)\", \"\(off)\" or an absolute path"
        return ValueType(
            noun: "a string", bounds: bounds,
            read: { node, key, problems in
                guard let text = ValueType<String>.text.read(node, key, &problems) else { return nil }
                if text == auto { return .auto }
                if text == off { return .off }
                let isPath = text.utf8.first == UInt8(ascii: "/") && !text.utf8.contains(0)
                if isPath, text.utf8.count < SocketAddress.unixCapacity { return .path(text) }
                problems.report(
                    "\"\(key)\" must be \(bounds) of at most \(SocketAddress.unixCapacity - 1) bytes, "
                        + "not \(Escaping.quoted(text))", at: node.place)
                return nil
            },
            show: { plan in
                switch plan {
                case .auto: "\"\(auto)\""
                case .off: "\"\(off)\""
                case .path(let path): Escaping.literal(path)
                }
            })
    }
}
