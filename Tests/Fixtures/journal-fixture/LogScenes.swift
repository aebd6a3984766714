import Logging
import Synchronization
import Systemd

/// Programs that log through swift-log. The first argument of each is the handler: "journal" or "stderr".
enum LogScenes {
    private static let losses = Atomic<Int>(0)

    /// HANDLER LOG-LEVEL LEVEL MESSAGE KEY=VALUE…
    static func log(_ arguments: [String]) {
        var logger = logger(arguments[0])
        logger.logLevel = level(arguments[1])
        let metadata = JournalScenes.pairs(arguments.dropFirst(4)).map { ($0, Logger.MetadataValue.string($1)) }
        logger.log(
            level: level(arguments[2]), "\(arguments[3])", metadata: Dictionary(metadata) { $1 },
            file: "smile/Greeting.swift", function: "serve()", line: 42)
        reportLosses()
    }

    /// The same key from the provider, the logger and the statement, and a copy of the logger that changes its own.
    static func layers(_ arguments: [String]) {
        let provider = Logger.MetadataProvider {
            ["who": "provider", "provided": "yes", "priority": "9", "both": "provider"]
        }
        var logger = logger(arguments[0], provider: provider)
        logger.logLevel = .debug
        logger[metadataKey: "who"] = "logger"
        logger[metadataKey: "own"] = ["list", "of", "3"]
        var copy = logger
        copy[metadataKey: "own"] = "copy"
        copy.logLevel = .error
        logger.info("first", metadata: ["who": "statement"])
        copy.info("not written: below the copy's level")
        copy.error("second")
        reportLosses()
    }

    private struct Refused: Error, CustomStringConvertible {
        let description = "the peer refused"
    }

    static func error(_ arguments: [String]) {
        var logger = logger(arguments[0])
        logger.logLevel = .debug
        logger.error("failed", error: Refused())
        reportLosses()
    }

    /// HANDLER COUNT LENGTH: many messages at once.
    static func many(_ arguments: [String]) {
        let logger = logger(arguments[0])
        let message = String(repeating: "s", count: Int(arguments[2]) ?? 0)
        for _ in 0..<(Int(arguments[1]) ?? 0) { logger.info("\(message)") }
        reportLosses()
    }

    private static func logger(_ handler: String, provider: Logger.MetadataProvider? = nil) -> Logger {
        let onLoss: @Sendable () -> Void = { losses.add(1, ordering: .relaxed) }
        return Logger(label: "scene") { label in
            handler == "journal"
                ? JournalLogHandler(label: label, identifier: "fixture", metadataProvider: provider, onLoss: onLoss)
                    as any LogHandler
                : StandardErrorLogHandler(label: label, metadataProvider: provider, onLoss: onLoss)
        }
    }

    private static func reportLosses() {
        print("losses \(losses.load(ordering: .relaxed))")
    }

    private static func level(_ name: String) -> Logger.Level {
        guard let level = Logger.Level(rawValue: name) else { fatalError("no level \(name)") }
        return level
    }
}
