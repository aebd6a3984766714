/// A record as journald would read it: the native protocol, decoded.
struct JournalEntry {
    let fields: [(key: String, value: [UInt8])]
    /// Keys whose value came in the form with a length, which values with a newline need.
    let inBinaryForm: Set<String>

    struct Malformed: Error {
        let rest: [UInt8]
    }

    init(_ datagram: [UInt8]) throws {
        var fields: [(key: String, value: [UInt8])] = []
        var binary: Set<String> = []
        var rest = datagram[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<newline]
            rest = rest[(newline + 1)...]
            if let equals = line.firstIndex(of: UInt8(ascii: "=")) {
                fields.append((String(decoding: line[..<equals], as: UTF8.self), Array(line[(equals + 1)...])))
                continue
            }
            let length = rest.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
            let value = rest.dropFirst(8).prefix(length)
            guard value.count == length, rest.dropFirst(8 + length).first == UInt8(ascii: "\n") else {
                throw Malformed(rest: Array(rest))
            }
            let key = String(decoding: line, as: UTF8.self)
            fields.append((key, Array(value)))
            binary.insert(key)
            rest = rest.dropFirst(8 + length + 1)
        }
        guard rest.isEmpty else { throw Malformed(rest: Array(rest)) }
        self.fields = fields
        self.inBinaryForm = binary
    }

    func values(_ key: String) -> [[UInt8]] {
        fields.filter { $0.key == key }.map(\.value)
    }

    /// The text of a field that stands once; nil where it is missing or stands several times.
    subscript(key: String) -> String? {
        let found = values(key)
        return found.count == 1 ? String(decoding: found[0], as: UTF8.self) : nil
    }
}

extension DatagramReceiver {
    func entries() throws -> [JournalEntry] {
        try receiveAll().map(JournalEntry.init)
    }
}
