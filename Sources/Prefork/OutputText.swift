/// Bytes that somebody wrote as text that keeps each of them.
package enum OutputText {
    /// UTF-8 stays as it is. What is none, and what would steer a terminal, becomes `\xNN`.
    package static func text(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !bytes.contains(where: isControl) { return text }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let first = rest.first {
            let length = isControl(first) ? 0 : characterLength(rest)
            if length > 0 {
                result += rest.prefix(length)
            } else {
                result += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digit(first >> 4), digit(first & 0xF)]
            }
            rest = rest.dropFirst(max(length, 1))
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isControl(_ byte: UInt8) -> Bool {
        byte < 0x20 && byte != UInt8(ascii: "\t") || byte == 0x7F
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Bytes of the character that `bytes` begin with; 0 where they begin with none.
    private static func characterLength(_ bytes: ArraySlice<UInt8>) -> Int {
        guard let first = bytes.first else { return 0 }
        let length =
            switch first {
            case ..<0x80: 1
            case 0xC0..<0xE0: 2
            case 0xE0..<0xF0: 3
            case 0xF0...: 4
            default: 0
            }
        let character = bytes.prefix(length)
        return character.count == length && String(validating: character, as: UTF8.self) != nil ? length : 0
    }
}
