/// The fields of a request that say where it ends and whom it is for; of the others only that they are well-formed.
struct HTTPFraming {
    private var hosts: [String] = []
    private var lengths: [String] = []
    private var isEncoded = false

    /// What it says of whom it is for.
    var host: String? { hosts.first }

    mutating func take(_ line: ArraySlice<UInt8>) throws(HTTPStatus) {
        // A line that goes on with the next one begins with a space, which is no token.
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
            line[..<colon].allSatisfy(\.isToken)
        else { throw .badRequest }
        let value = line[(colon + 1)...]
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { throw .badRequest }
        switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
        case "host": hosts.append(Self.trimmed(value))
        case "content-length": lengths.append(Self.trimmed(value))
        case "transfer-encoding": isEncoded = true
        default: break
        }
    }

    /// Nobody sends a body to what is only read.
    func check(needsHost: Bool) throws(HTTPStatus) {
        guard hosts.count == 1 || hosts.isEmpty && !needsHost else { throw .badRequest }
        guard lengths.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }), Set(lengths).count <= 1,
            lengths.isEmpty || !isEncoded
        else { throw .badRequest }
        if isEncoded || lengths.contains(where: { $0.utf8.contains { $0 != UInt8(ascii: "0") } }) {
            throw .contentTooLarge
        }
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        let start = value.drop(while: isBlank)
        let end = start.lastIndex { !isBlank($0) } ?? start.startIndex - 1
        return String(decoding: start[...end], as: UTF8.self)
    }
}
