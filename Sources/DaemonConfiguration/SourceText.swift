import LinuxSystem
import SystemPackage

/// The text of one configuration file, known to be text before a parser sees it.
struct SourceText {
    let file: String
    /// Without a byte order mark, and only up to a hazard.
    let text: String
    /// What keeps the rest of the file from the parser.
    let hazard: ConfigurationError?

    /// Far more than any configuration, and little enough to hold several times.
    static let limit = 1 << 20

    init(reading file: String) throws(ConfigurationError) {
        let bytes: [UInt8]
        do throws(FileContents.Failure) {
            bytes = try FileContents.read(file, limit: Self.limit)
        } catch {
            let reason =
                switch error {
                case .system(let errno): "cannot be read: \(errno)"
                case .isDirectory: "is a directory, not a file"
                case .tooLarge: "is larger than \(Self.limit) bytes"
                }
            throw ConfigurationError(place: .start(of: file), message: reason)
        }
        try self.init(bytes, file: file)
    }

    init(_ bytes: [UInt8], file: String) throws(ConfigurationError) {
        self.file = file
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = bytes.starts(with: mark) ? Array(bytes[mark.count...]) : bytes
        func failure(at offset: Int, _ message: String) -> ConfigurationError {
            ConfigurationError(place: Place(file: file, at: offset, of: bytes), message: message)
        }
        let invalid: Int?
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
            invalid = nil
        } catch {
            invalid = error.byteOffsets.lowerBound
        }
        // The first of the two, so that noise is called by what is seen first.
        if let zero = bytes[..<(invalid ?? bytes.count)].firstIndex(of: 0) {
            throw failure(at: zero, "a NUL byte: this is not a text file")
        }
        if let invalid {
            let byte = String(bytes[invalid], radix: 16, uppercase: true)
            throw failure(at: invalid, "byte 0x\(byte) is not UTF-8")
        }
        if let found = ParserHazard.first(in: bytes) {
            let place = Place(file: file, at: found.offset, of: bytes)
            hazard = ConfigurationError(place: place, message: found.hazard.message(bytes[found.offset...]))
            // The space keeps an end that is met too early on the line of the hazard.
            text = String(decoding: bytes[..<found.offset], as: UTF8.self) + " "
        } else {
            hazard = nil
            text = String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension ParserHazard {
    fileprivate func message(_ rest: ArraySlice<UInt8>) -> String {
        switch self {
        case .deepKey:
            return "a key has more than \(Self.depthLimit) parts"
        case .beyondASCII:
            let character = String(decoding: rest.prefix(4), as: UTF8.self).unicodeScalars.prefix(1)
            return "\(Escaping.quoted(String(character))) may only stand between quotes or in a comment"
        }
    }
}

extension Place {
    /// `bytes` are UTF-8 up to the offset; a column is a character of Unicode, as with toml++.
    fileprivate init(file: String, at offset: Int, of bytes: [UInt8]) {
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(
            file: file, line: 1 + before.count { $0 == UInt8(ascii: "\n") },
            column: 1 + before[lineStart...].count { $0 & 0xC0 != 0x80 })
    }
}
