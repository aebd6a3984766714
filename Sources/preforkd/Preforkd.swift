import ArgumentParser
import Daemon
import DaemonConfiguration
import LinuxSystem
import Prefork

/// The command line of the daemon: which configuration, and what to do with it.
@main
struct Preforkd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preforkd",
        abstract:
            "A pre-forking daemon: puts a handler behind a socket, in workers that are forked before they are needed.",
        discussion: """
            Without --config it reads \(ConfigurationChoice.defaultFile), or where that is missing runs one service \
            on localhost port 7890 that says "Smile from the server".
            """,
        version: "preforkd \(preforkVersion)"
    )

    @Option(help: ArgumentHelp("Read this file, and conf.d/*.toml beside it.", valueName: "file"))
    var config: String?

    @Flag(help: "Validate the configuration, say \"FILE: ok\" and exit. Nothing is bound.")
    var check = false

    @Flag(help: "Print each effective value and where it comes from, and exit.")
    var printConfig = false

    @Option(
        help: ArgumentHelp(
            "Log this and what is more important: debug, info, notice, warning or error.", valueName: "level"))
    var logLevel: LogLevel?

    func run() throws {
        // Before any descriptor is opened, so that none of ours ends up as stderr.
        try StandardDescriptors.ensureOpen()
        let succession: Succession
        switch HandoverMemory.take() {
        case .nothing: succession = Succession(arguments: CommandLine.arguments, handover: nil)
        case .handover(let handover): succession = Succession(arguments: CommandLine.arguments, handover: handover)
        case .unreadable:
            StandardStream.error.write("preforkd: what the program before left can't be read\n")
            throw ExitCode(Daemon.Exit.systemRefused)
        }
        let choice = ConfigurationChoice(asked: config)
        let loaded: LoadedPlan
        do {
            loaded = try load(choice, succession)
        } catch {
            let log = DaemonLog(level: logLevel ?? .info)
            // The next program of a daemon that serves may wait for no reader. The one that is only examined is read.
            if check || succession.handover == nil { log.writeAtStart(error) } else { log.write(error) }
            if !check { succession.goBack(because: error.errors.map(\.description), log) }
            throw ExitCode(Daemon.Exit.wrongConfiguration)
        }
        if printConfig { StandardStream.output.write(loaded.printed) }
        if check { StandardStream.output.write("\(choice.name): ok\n") }
        if printConfig || check { return }
        throw ExitCode(serve(loaded.plan, choice, succession))
    }

    /// A function of its own, so that every listener is given back before the process exits.
    private func serve(_ plan: DaemonPlan, _ choice: ConfigurationChoice, _ succession: Succession) -> Int32 {
        let log = DaemonLog(level: plan.logLevel)
        choice.announce(to: log)
        var choice = choice
        return Daemon(plan: plan, log: log, succession: succession).run { () throws(ConfigurationErrors) in
            choice = choice.again
            return try load(choice).plan
        }
    }

    private func load(
        _ choice: ConfigurationChoice, _ succession: Succession
    ) throws(ConfigurationErrors) -> LoadedPlan {
        guard let text = succession.configuration else { return try load(choice) }
        return try LoadedPlan.load(printed: text, name: choice.name)
    }

    /// What the command line says comes first.
    private func load(_ choice: ConfigurationChoice) throws(ConfigurationErrors) -> LoadedPlan {
        try choice.load().with(logLevel: logLevel)
    }
}

extension LogLevel: ExpressibleByArgument {}
