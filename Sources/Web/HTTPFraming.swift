/// The fields of a request that say where it ends and whom it is for; of the others only that they are well-formed.
struct HTTPFraming {
    private var hosts = 0
    private var lengths: [String] = []
    private var isEncoded = false

    mutating func take(_ line: [UInt8]) throws(HTTPStatus) {
        // A line that goes on with the next one begins with a space, which is no token.
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0, line[..<colon].allSatisfy(\.isToken)
        else { throw .badRequest }
        let value = line[(colon + 1)...]
        guard value.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { throw .badRequest }
        switch String(decoding: line[..<colon], as: UTF8.self).lowercased() {
        case "host": hosts += 1
        case "content-length":
            let digits = String(decoding: value.filter { $0 != 0x20 && $0 != 0x09 }, as: UTF8.self)
            lengths.append(digits)
        case "transfer-encoding": isEncoded = true
        default: break
        }
    }

    /// Nobody sends a body to what is only read.
    func check(needsHost: Bool) throws(HTTPStatus) {
        guard hosts == 1 || hosts == 0 && !needsHost else { throw .badRequest }
        guard lengths.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }), Set(lengths).count <= 1,
            lengths.isEmpty || !isEncoded
        else { throw .badRequest }
        if isEncoded || lengths.contains(where: { $0.utf8.contains { $0 != UInt8(ascii: "0") } }) {
            throw .contentTooLarge
        }
    }
}
