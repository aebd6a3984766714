import Daemon
import DaemonConfiguration
import LinuxSystem

/// Which configuration the daemon runs on: the file that was asked for, the usual one, or the built-in default.
enum ConfigurationChoice {
    case file(String)
    case builtIn

    static let defaultFile = "/etc/preforkd/preforkd.toml"

    /// A file that was asked for and is missing is an error later on; the usual one need not be there.
    init(asked: String?) {
        if let asked {
            self = .file(asked)
        } else {
            self = FileContents.exists(Self.defaultFile) ? .file(Self.defaultFile) : .builtIn
        }
    }

    var name: String {
        switch self {
        case .file(let path): path
        case .builtIn: "built-in default"
        }
    }

    func load() throws(ConfigurationErrors) -> LoadedPlan {
        switch self {
        case .file(let path): try LoadedPlan.load(mainFile: path)
        case .builtIn: .builtIn
        }
    }

    func announce(to log: DaemonLog) {
        guard case .builtIn = self else { return }
        log.write(
            .builtInConfiguration, .notice,
            "there is no \(Self.defaultFile): running the built-in default, one service on localhost port 7890")
    }

    /// Each error on a line that begins with its place, as compilers write it; under systemd as a record with the place.
    func report(_ errors: ConfigurationErrors, level: LogLevel?) {
        let log = DaemonLog(level: level ?? .info)
        for error in errors.errors {
            if log.isJournal {
                let fields = Fields()
                    .with(.configurationFile, error.place.file ?? "").with(.configurationLine, error.place.line)
                log.write(.configurationError, .error, error.description, fields)
            } else {
                StandardStream.error.write("\(error.description)\n")
            }
        }
    }
}
