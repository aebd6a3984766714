package import DaemonConfiguration
internal import LinuxSystem

/// What is wrong with a configuration, as people and tools look for it.
extension DaemonLog {
    /// Before the daemon serves: each error on a line that begins with its place, as compilers write it; under systemd as a
    /// record with the place.
    package func writeAtStart(_ errors: ConfigurationErrors) {
        if isJournal { return write(errors) }
        for error in errors.errors { StandardStream.error.write("\(error.description)\n") }
    }

    /// Each error as a record: whoever supervises may not wait for a reader, and operators ask for what has happened.
    package func write(_ errors: ConfigurationErrors) {
        for error in errors.errors {
            let fields = Fields()
                .with(.configurationFile, error.place.file ?? "").with(.configurationLine, error.place.line)
            write(.configurationError, .error, error.description, fields)
        }
    }
}
