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

    /// What a reload reads: the same file, which must still be there; in the place of the built-in default, the usual
    /// one if it has come.
    var again: ConfigurationChoice {
        switch self {
        case .file: self
        case .builtIn: ConfigurationChoice(asked: nil)
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
}
