extension ValueType where Value == String {
    /// An absolute path; what is there is asked once it is known below which root.
    static var path: ValueType {
        ValueType(
            noun: "a string", bounds: "an absolute path",
            read: { node, key, problems in
                guard let path = text.read(node, key, &problems) else { return nil }
                if path.utf8.first == UInt8(ascii: "/"), !path.utf8.contains(0) { return path }
                problems.report("\"\(key)\" must be an absolute path, not \(Escaping.quoted(path))", at: node.place)
                return nil
            },
            show: { Escaping.literal($0) })
    }
}
