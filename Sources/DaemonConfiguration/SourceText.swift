import LinuxSystem
import SystemPackage

/// The text of one configuration file, known to be text before a parser sees it.
struct SourceText {
    let file: String
    /// Without a byte order mark.
    let text: String

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
        if let deep = KeyDepth.firstExcess(in: bytes) {
            throw failure(at: deep, "a key has more than \(KeyDepth.limit) parts")
        }
        text = String(decoding: bytes, as: UTF8.self)
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
