import LinuxSystem
public import Logging

/// Writes what is logged through swift-log to stderr, one readable line for each event, without ever waiting.
///
/// ```swift
/// var handler = StandardErrorLogHandler(label: "connections")
/// handler.logLevel = .debug
/// let logger = Logger(label: "connections") { _ in handler }
/// logger.notice("connection closed", metadata: ["remote-addr": "192.0.2.7"])
/// ```
///
/// writes
///
/// ```
/// 2026-11-20T18:40:01.123Z notice   connection closed REMOTE_ADDR=192.0.2.7 LOGGER=connections CODE_FILE=…
/// ```
///
/// The fields are written only where `logLevel` is `.debug` or `.trace`. The time is UTC. Control characters are escaped, so
/// that one event is one line; a line has at most 4096 bytes and goes out in one write(2), so that those of several processes
/// do not mix.
///
/// A line is lost, and `onLoss` called, when the reader of a pipe is slow or gone, or stderr is closed. There is no
/// SIGPIPE, whatever its disposition. Only a process that changed its user and shares a pipe with others may have to
/// wait, when another fills it in the same instant.
public struct StandardErrorLogHandler: LogHandler {
    public var logLevel: Logger.Level = .info
    public var metadata: Logger.Metadata = [:]
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let descriptor: CInt
    private let onLoss: (@Sendable () -> Void)?

    /// - Parameters:
    ///   - label: the logger's, shown as LOGGER among the fields.
    ///   - descriptor: another one than 2, for a process whose descriptor 2 does not stay what it is.
    ///   - onLoss: called, on the thread that logs, for each line that could not be written whole.
    public init(
        label: String, metadataProvider: Logger.MetadataProvider? = LoggingSystem.metadataProvider,
        descriptor: CInt = 2, onLoss: (@Sendable () -> Void)? = nil
    ) {
        self.label = label
        self.descriptor = descriptor
        self.metadataProvider = metadataProvider
        self.onLoss = onLoss
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        var line = LogLine(event.message.description, level: event.level, time: .now())
        if logLevel <= .debug {
            let fields = EventFields(event, label: label, metadata: metadata, provider: metadataProvider)
            for (key, value) in fields.pairs { line.append(key, value) }
        }
        do {
            try line.finished().withUnsafeBytes { try StandardError.write($0, to: descriptor) }
        } catch {
            onLoss?()
        }
    }
}
