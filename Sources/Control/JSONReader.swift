/// Reads one JSON value from bytes, strictly and no deeper than a reply is.
package struct JSONReader {
    private var rest: ArraySlice<UInt8>

    package struct Malformed: Error, Hashable {}

    private static let depth = 16

    /// The value that is all of `bytes`.
    package static func read(_ bytes: some Sequence<UInt8>) throws(Malformed) -> JSON {
        var reader = JSONReader(rest: Array(bytes)[...])
        let value = try reader.value(Self.depth)
        reader.skipSpace()
        guard reader.rest.isEmpty else { throw Malformed() }
        return value
    }

    private mutating func value(_ depth: Int) throws(Malformed) -> JSON {
        guard depth > 0 else { throw Malformed() }
        skipSpace()
        switch rest.first {
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func object(_ depth: Int) throws(Malformed) -> JSON {
        rest.removeFirst()
        var members: [JSON.Member] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        repeat {
            skipSpace()
            let name = try string()
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw Malformed() }
            members.append(JSON.Member(name, try value(depth - 1)))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "}")) else { throw Malformed() }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(Malformed) -> JSON {
        rest.removeFirst()
        var values: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        repeat {
            values.append(try value(depth - 1))
            skipSpace()
        } while take(UInt8(ascii: ","))
        guard take(UInt8(ascii: "]")) else { throw Malformed() }
        return .array(values)
    }

    private mutating func word(_ word: String, _ value: JSON) throws(Malformed) -> JSON {
        guard rest.starts(with: word.utf8) else { throw Malformed() }
        rest.removeFirst(word.utf8.count)
        return value
    }

    private mutating func number() throws(Malformed) -> JSON {
        let digits = rest.prefix { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
        }
        rest.removeFirst(digits.count)
        let text = String(decoding: digits, as: UTF8.self)
        guard let first = digits.first, first != UInt8(ascii: "+") else { throw Malformed() }
        if let value = Int64(text) { return .integer(value) }
        guard let value = Double(text), value.isFinite else { throw Malformed() }
        return .decimal(value)
    }

    private mutating func string() throws(Malformed) -> String {
        guard take(UInt8(ascii: "\"")) else { throw Malformed() }
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
                return text
            case UInt8(ascii: "\\"): bytes += try escaped()
            case ..<0x20: throw Malformed()
            default: bytes.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escaped() throws(Malformed) -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "u"):
            let digits = rest.prefix(4)
            rest.removeFirst(digits.count)
            // Nobody at the other end writes pairs of surrogates.
            guard digits.count == 4, let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { throw Malformed() }
            return Array(String(Character(scalar)).utf8)
        case .some(let byte) where "\"\\/".utf8.contains(byte): return [byte]
        default: throw Malformed()
        }
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }
}
