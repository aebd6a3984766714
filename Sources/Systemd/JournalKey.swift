/// The name of a journal field, always in the form that journald accepts: it drops any other without a word.
///
/// ```swift
/// let keys: [JournalKey] = ["REMOTE_ADDR", "request-id", "2xx", "_PID"]
/// print(keys)
/// // prints [REMOTE_ADDR, REQUEST_ID, FIELD_2XX, PID]
/// ```
///
/// systemd.journal-fields(7): capital letters, digits and underscores, at most 64 of them, no digit and no
/// underscore first (names with an underscore first are journald's own).
public struct JournalKey: Hashable, Sendable {
    /// In the form that journald accepts.
    public let name: String

    /// Raises lower case, puts `_` for what may not stand in a name, and `FIELD_` before what may not begin one.
    public init(_ text: String) {
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let byte = Self.allowed(scalar)
            if byte != UInt8(ascii: "_") || !bytes.isEmpty { bytes.append(byte) }
        }
        if bytes.first.map(Self.isDigit) ?? true { bytes.insert(contentsOf: Self.prefix.utf8, at: 0) }
        name = String(decoding: bytes.prefix(Self.longest), as: UTF8.self)
    }

    private static let longest = 64
    private static let prefix = "FIELD_"

    private static func allowed(_ scalar: Unicode.Scalar) -> UInt8 {
        switch scalar {
        case "A"..."Z", "0"..."9": UInt8(ascii: scalar)
        case "a"..."z": UInt8(ascii: scalar) - 32
        default: UInt8(ascii: "_")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

/// The fields that a log handler fills in by itself.
extension JournalKey {
    static let message: JournalKey = "MESSAGE"
    static let priority: JournalKey = "PRIORITY"
    static let identifier: JournalKey = "SYSLOG_IDENTIFIER"
    static let logger: JournalKey = "LOGGER"
    static let file: JournalKey = "CODE_FILE"
    static let line: JournalKey = "CODE_LINE"
    static let function: JournalKey = "CODE_FUNC"
    static let error: JournalKey = "ERROR"
    static let errorType: JournalKey = "ERROR_TYPE"

    static let ofHandler: Set<JournalKey> = [message, priority, identifier, logger, file, line, function]

    /// The name under which metadata stands: a caller's "priority" does not replace the record's own.
    init(metadata text: String) {
        let key = JournalKey(text)
        self = Self.ofHandler.contains(key) ? JournalKey(Self.prefix + key.name) : key
    }
}

extension JournalKey: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) {
        self.init(value)
    }

    public var description: String { name }
}
