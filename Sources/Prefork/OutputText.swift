internal import LinuxSystem

/// Bytes that somebody wrote as text that keeps each of them.
package enum OutputText {
    /// UTF-8 stays as it is. What is none, and what would steer a terminal, becomes `\xNN`.
    package static func text(_ bytes: ArraySlice<UInt8>) -> String {
        if let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains(where: isControl) {
            return text
        }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes
        while let first = rest.first {
            let length = characterLength(rest)
            if length > 0 {
                result += rest.prefix(length)
            } else {
                result += [UInt8(ascii: "\\"), UInt8(ascii: "x"), digit(first >> 4), digit(first & 0xF)]
            }
            rest = rest.dropFirst(max(length, 1))
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The same of what was one text from the start.
    package static func text(_ text: some StringProtocol) -> String { Self.text(Array(text.utf8)[...]) }

    /// A tab steers nothing, and is how many programs write columns.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool { scalar.isControl && scalar != "\t" }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// Bytes of the character that `bytes` begin with; 0 where they begin with none that may stand there.
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
        guard character.count == length, let text = String(validating: character, as: UTF8.self) else { return 0 }
        return text.unicodeScalars.contains(where: isControl) ? 0 : length
    }
}
