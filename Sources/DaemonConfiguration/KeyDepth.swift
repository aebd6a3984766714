/// Refuses keys of very many parts: toml++ 3.3 builds a tree as deep as a key and overflows the stack with it.
enum KeyDepth {
    /// Parts of a key; ours have four at most.
    static let limit = 16

    private enum State {
        case plain
        case comment
        case text(quote: UInt8, isLong: Bool)
    }

    /// Where in a document the first key gets too deep.
    static func firstExcess(in bytes: [UInt8]) -> Int? {
        var state = State.plain
        var parts = 1
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch state {
            case .plain:
                switch byte {
                case UInt8(ascii: "."):
                    parts += 1
                    if parts > limit { return index }
                case UInt8(ascii: "#"):
                    state = .comment
                case UInt8(ascii: "\""), UInt8(ascii: "'"):
                    let isLong = run(of: byte, at: index, in: bytes) >= 3
                    state = .text(quote: byte, isLong: isLong)
                    if isLong { index += 2 }
                case _ where endsKey(byte):
                    parts = 1
                default:
                    break
                }
            case .comment:
                if byte == UInt8(ascii: "\n") { (state, parts) = (.plain, 1) }
            case .text(let quote, let isLong):
                if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                    index += 1
                } else if byte == UInt8(ascii: "\n"), !isLong {
                    (state, parts) = (.plain, 1)
                } else if byte == quote {
                    let quotes = run(of: quote, at: index, in: bytes)
                    // A long text may end in one or two quotes of its own before the three that close it.
                    if !isLong || quotes >= 3 { state = .plain }
                    if isLong { index += Swift.min(quotes, 5) - 1 }
                }
            }
            index += 1
        }
        return nil
    }

    private static func endsKey(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\n"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"),
            UInt8(ascii: "["), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    /// Counts no further than it matters, or a file of quotes would take for ever.
    private static func run(of byte: UInt8, at index: Int, in bytes: [UInt8]) -> Int {
        bytes[index...].prefix(6).prefix { $0 == byte }.count
    }
}
