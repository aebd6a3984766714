import CSystemd

/// One record for the journal: a priority, a message, and any number of fields.
///
/// ```swift
/// var record = JournalRecord(.notice, "connection closed")
/// record.append("REMOTE_ADDR", "192.0.2.7")
/// record.append("BYTES_SENT", 512)
/// record.append("FIRST_BYTES", bytes: [0x16, 0x03, 0x00])
/// try Journal.send(record)
/// ```
///
/// journald takes at most 1024 fields, sd_journal_sendv(3) fewer (about 200 when values have several lines).
public struct JournalRecord: Sendable {
    // All fields one behind the other, as KEY=value: one allocation that grows, not one for each field.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// - Parameter identifier: SYSLOG_IDENTIFIER, what journalctl prints before the message; nil takes the
    ///   name of the program.
    public init(_ priority: SyslogPriority, _ message: String, identifier: String? = nil) {
        bytes.reserveCapacity(message.utf8.count + 256)
        append(.message, message)
        append(.priority, Int(priority.rawValue))
        if let identifier { append(.identifier, identifier) }
    }

    /// Adds a field of text. A key may stand several times: journald keeps each value.
    public mutating func append(_ key: JournalKey, _ value: String) {
        append(key, bytes: value.utf8)
    }

    /// Adds a field with a number in decimal digits.
    public mutating func append(_ key: JournalKey, _ value: some BinaryInteger) {
        append(key, String(value))
    }

    /// Adds a field of any bytes, newlines and zeros among them.
    public mutating func append(_ key: JournalKey, bytes value: some Sequence<UInt8>) {
        bytes.append(contentsOf: key.name.utf8)
        bytes.append(UInt8(ascii: "="))
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }

    /// Each as KEY=value.
    var fields: [ArraySlice<UInt8>] {
        zip([0] + ends, ends).map { bytes[$0..<$1] }
    }

    /// The fields as sd_journal_sendv takes them, valid during `body`.
    func withVectors<Result>(_ body: (UnsafePointer<iovec>?, CInt) -> Result) -> Result {
        bytes.withUnsafeBytes { all in
            withUnsafeTemporaryAllocation(of: iovec.self, capacity: ends.count) { vectors in
                var start = 0
                for (index, end) in ends.enumerated() {
                    let field = UnsafeMutableRawBufferPointer(
                        mutating: UnsafeRawBufferPointer(rebasing: all[start..<end]))
                    vectors.initializeElement(at: index, to: iovec(iov_base: field.baseAddress, iov_len: field.count))
                    start = end
                }
                return body(vectors.baseAddress.map { UnsafePointer($0) }, CInt(ends.count))
            }
        }
    }
}
