package import DaemonConfiguration
internal import LinuxSystem

/// What is wrong with a configuration, as people and tools look for it.
extension DaemonLog {
    /// Each error on a line that begins with its place, as compilers write it; under systemd as a record with the place.
    package func write(_ errors: ConfigurationErrors) {
        for error in errors.errors {
            if isJournal {
                let fields = Fields()
                    .with(.configurationFile, error.place.file ?? "").with(.configurationLine, error.place.line)
                write(.configurationError, .error, error.description, fields)
            } else {
                StandardStream.error.write("\(error.description)\n")
            }
        }
    }
}
