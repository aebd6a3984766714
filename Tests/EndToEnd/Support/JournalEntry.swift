/// A record as journald would read it: the native protocol, decoded.
struct JournalEntry: Sendable {
    let fields: [String: String]

    struct Malformed: Error {
        let rest: [UInt8]
    }

    init(_ datagram: [UInt8]) throws(Malformed) {
        var fields: [String: String] = [:]
        var rest = datagram[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<newline]
            rest = rest[(newline + 1)...]
            if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                fields[Self.text(line[..<equals])] = Self.text(line[(equals + 1)...])
                continue
            }
            // A value with a newline in it comes behind its length.
            let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            let value = rest.dropFirst(8).prefix(length)
            guard value.count == length, rest.dropFirst(8 + length).first == UInt8(ascii: "\n") else {
                throw Malformed(rest: Array(rest))
            }
            fields[Self.text(line)] = Self.text(value)
            rest = rest.dropFirst(8 + length + 1)
        }
        guard rest.isEmpty else { throw Malformed(rest: Array(rest)) }
        self.fields = fields
    }

    subscript(name: String) -> String? { fields[name] }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
