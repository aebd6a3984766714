public import Logging

/// Writes what is logged through swift-log to the journal, metadata as fields that journalctl can filter by.
///
/// ```swift
/// LoggingSystem.bootstrap { label in
///     JournalLogHandler(label: label, identifier: "smiled")
/// }
/// let logger = Logger(label: "connections")
/// logger.notice("connection closed", metadata: ["remote-addr": "192.0.2.7", "bytes-sent": "512"])
/// ```
///
/// gives a record with MESSAGE, PRIORITY=5, SYSLOG_IDENTIFIER=smiled, LOGGER=connections, REMOTE_ADDR, BYTES_SENT,
/// CODE_FILE, CODE_LINE and CODE_FUNC, so that `journalctl REMOTE_ADDR=192.0.2.7` finds it. A metadata key becomes a
/// ``JournalKey``: `message-id` is MESSAGE_ID, by which `journalctl -x` finds the catalog's explanation. An error given to the
/// logger becomes ERROR and ERROR_TYPE. It waits for journald unless ``Journal/openNonblocking()`` was called.
public struct JournalLogHandler: LogHandler {
    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let identifier: String
    private let onLoss: (@Sendable () -> Void)?

    /// - Parameters:
    ///   - label: the logger's, which becomes the field LOGGER.
    ///   - identifier: SYSLOG_IDENTIFIER, what journalctl prints before the message and `-t` selects by.
    ///   - onLoss: called, on the thread that logs, for each record that ``Journal/send(_:)`` could not write.
    public init(
        label: String, identifier: String, metadataProvider: Logger.MetadataProvider? = LoggingSystem.metadataProvider,
        onLoss: (@Sendable () -> Void)? = nil
    ) {
        self.label = label
        self.identifier = identifier
        self.metadataProvider = metadataProvider
        self.onLoss = onLoss
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var record = JournalRecord(SyslogPriority(event.level), event.message.description, identifier: identifier)
        let fields = EventFields(event, label: label, metadata: metadata, provider: metadataProvider)
        for (key, value) in fields.pairs { record.append(key, value) }
        do {
            try Journal.send(record)
        } catch {
            onLoss?()
        }
    }
}
