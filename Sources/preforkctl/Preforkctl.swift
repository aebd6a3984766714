import ArgumentParser
import Prefork

/// The command line of the control program.
@main
struct Preforkctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preforkctl",
        abstract: "Talks to preforkd and its services.",
        version: "preforkctl \(preforkVersion)",
        subcommands: [
            Status.self, Workers.self, Top.self, Events.self, Reload.self, Upgrade.self, Scale.self, Drain.self,
            Resume.self,
            LogLevelCommand.self, Connect.self,
        ]
    )
}
