import ArgumentParser
import Control

/// Changes which records the daemon and its workers write.
struct LogLevelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log-level",
        abstract: "Change which log records are written.",
        discussion: """
            By the daemon and by its workers, until the next start, or until a reload or an upgrade finds another level in \
            the configuration.
            """)

    @Argument(help: "The least urgent level that is written: debug, info, notice, warning or error.")
    var level: LogLevelWord

    @OptionGroup var options: ControlOptions

    func run() throws {
        try Conversation(options: options, request: .logLevel(level)).run()
    }
}

extension LogLevelWord: ExpressibleByArgument {}
