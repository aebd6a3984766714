import LinuxSystem
import Logging

/// One event as one line of text, whatever its message contains, in at most a page.
struct LogLine {
    /// PIPE_BUF: as much as a pipe takes whole, so that lines of several processes do not mix.
    static let limit = 4_096

    private(set) var bytes: [UInt8] = []

    init(_ message: String, level: Logger.Level, time: UTCTimestamp) {
        bytes.reserveCapacity(256)
        let gap = String(repeating: " ", count: SyslogPriority.widestName - level.rawValue.utf8.count + 1)
        append("\(time) \(level.rawValue)\(gap)")
        append(message)
    }

    /// Adds ` KEY=value`, the value in quotes where it would not be told from what follows.
    mutating func append(_ key: JournalKey, _ value: String) {
        append(" \(key.name)=")
        if value.isEmpty || value.unicodeScalars.contains(where: Self.needsQuotes) {
            append("\"")
            append(value, escaping: ["\"", "\\"])
            append("\"")
        } else {
            append(value)
        }
    }

    /// Ends the line, cut at a character with "…" behind it where it was too long.
    consuming func finished() -> [UInt8] {
        if bytes.count >= Self.limit {
            let ellipsis = Array("…".utf8)
            var end = Self.limit - ellipsis.count - 1
            while Self.isContinuation(bytes[end]) { end -= 1 }
            bytes.replaceSubrange(end..., with: ellipsis)
        }
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private mutating func append(_ text: String, escaping escaped: [Unicode.Scalar] = []) {
        for scalar in text.unicodeScalars {
            // What lies behind the cut need not be escaped: a message may be megabytes.
            guard bytes.count < Self.limit else { return }
            if scalar.isControl {
                bytes.append(contentsOf: scalar.spelled.utf8)
            } else {
                if escaped.contains(scalar) { bytes.append(UInt8(ascii: "\\")) }
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    private static func needsQuotes(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isControl || [" ", "\"", "\\", "="].contains(scalar)
    }

    private static func isContinuation(_ byte: UInt8) -> Bool {
        byte & 0b1100_0000 == 0b1000_0000
    }
}
