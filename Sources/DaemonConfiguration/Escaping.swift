/// Makes text of any origin safe to show on one line, and writes TOML strings.
enum Escaping {
    /// No more of what a file holds is repeated in a message.
    static let quotedLimit = 60

    /// The text with everything spelled out that disturbs a terminal or a log, or that nobody sees.
    static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if isPrintable(scalar) { result.append(scalar) } else { result.append(contentsOf: spelled(scalar)) }
        }
        return String(result)
    }

    /// A quotation from a file: in quotes, cut where it is long.
    static func quoted(_ text: some StringProtocol) -> String {
        let cut = text.unicodeScalars.prefix(quotedLimit)
        let rest = cut.endIndex == text.unicodeScalars.endIndex ? "" : "…"
        return "\"" + escaped(cut) + rest + "\""
    }

    /// The whole text as a TOML basic string.
    static func literal(_ text: String) -> String {
        "\"" + escaped(text.unicodeScalars[...]) + "\""
    }

    /// A key as it stands in TOML: bare where that is possible, else quoted.
    static func key(_ name: String) -> String {
        isBare(name) ? name : literal(name)
    }

    /// The same for a message, which nobody reads back: cut where it is long.
    static func quotedKey(_ name: String) -> String {
        isBare(name) && name.utf8.count <= quotedLimit ? name : quoted(name)
    }

    private static func isBare(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy(\.isBareKey)
    }

    private static func escaped(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var result = String.UnicodeScalarView()
        for scalar in scalars {
            switch scalar {
            case "\"", "\\": result.append(contentsOf: ["\\", scalar])
            case "\n": result.append(contentsOf: ["\\", "n"])
            case "\r": result.append(contentsOf: ["\\", "r"])
            case "\t": result.append(contentsOf: ["\\", "t"])
            case _ where isPrintable(scalar): result.append(scalar)
            default: result.append(contentsOf: spelled(scalar))
            }
        }
        return String(result)
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value != 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            return false
        default: return true
        }
    }

    private static func spelled(_ scalar: Unicode.Scalar) -> String.UnicodeScalarView {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let (mark, width) = digits.utf8.count <= 4 ? ("\\u", 4) : ("\\U", 8)
        return (mark + String(repeating: "0", count: width - digits.utf8.count) + digits).unicodeScalars
    }
}

extension UInt8 {
    var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
    }

    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    /// Letters, digits, `-` and `_`: what a bare key of TOML may hold.
    var isBareKey: Bool { isLetter || isDigit || self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }
}
