import LinuxSystem

/// A plan together with where each of its values comes from.
package struct LoadedPlan: Hashable, Sendable {
    package private(set) var plan: DaemonPlan
    private(set) var origins: Origins

    package static let builtIn = LoadedPlan(
        plan: .builtIn,
        origins: Origins(
            services: Dictionary(
                uniqueKeysWithValues: DaemonPlan.builtIn.services.map { service in
                    let set = ["listen", "handler", "message", "accounting"].map { ($0, Place.builtIn) }
                    return (service.name, .init(place: .builtIn, values: Dictionary(uniqueKeysWithValues: set)))
                })))

    /// Reads the main file and the `conf.d/*.toml` beside it; throws all that is wrong in any of them.
    package static func load(mainFile: String) throws(ConfigurationErrors) -> LoadedPlan {
        var reader = PlanReader()
        reader.read(mainFile)
        let folder = mainFile.utf8.lastIndex(of: UInt8(ascii: "/")).map { mainFile[...$0] + "conf.d" } ?? "conf.d"
        do {
            for name in try FileContents.names(in: String(folder)) where isConfiguration(name) {
                reader.read("\(folder)/\(name)")
            }
        } catch {
            reader.report(
                ConfigurationError(place: .start(of: String(folder)), message: "cannot be read: \(error)"))
        }
        return try finish(reader, mainFile)
    }

    /// Reads a plan that was printed, by whatever name it is called.
    package static func load(printed text: String, name: String) throws(ConfigurationErrors) -> LoadedPlan {
        var reader = PlanReader()
        do {
            try reader.read(SourceText(Array(text.utf8), file: name))
        } catch {
            reader.report(error)
        }
        return try finish(reader, name)
    }

    private static func finish(_ reader: PlanReader, _ mainFile: String) throws(ConfigurationErrors) -> LoadedPlan {
        var reader = reader
        reader.finish(mainFile: mainFile)
        let errors = reader.problems.sorted(by: reader.plan.sources)
        guard errors.isEmpty else { throw ConfigurationErrors(errors: errors) }
        return LoadedPlan(plan: reader.plan, origins: reader.origins)
    }

    /// The same at the level of the command line; nil: as it is.
    package func with(logLevel: LogLevel?) -> LoadedPlan {
        var copy = self
        if let logLevel {
            copy.plan.logLevel = logLevel
            copy.origins.daemon["log-level"] = .commandLine
        }
        return copy
    }

    private static func isConfiguration(_ name: String) -> Bool {
        name.utf8.first != UInt8(ascii: ".") && name.utf8.reversed().starts(with: ".toml".utf8.reversed())
    }
}
