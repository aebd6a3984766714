import Glibc
import TestSupport
import Testing

@testable import DaemonConfiguration

/// A folder of its own with configuration files, gone when the test ends.
struct ConfigurationFolder {
    private let folder: TemporaryFolder
    var path: String { folder.path }

    init(_ main: String? = nil, confD: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        mkdir(folder.path("conf.d"), 0o755)
        if let main { try folder.write("main.toml", main) }
        for (name, text) in confD { try folder.write("conf.d/\(name)", text) }
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try folder.write(name, bytes: bytes)
    }

    func load() throws(ConfigurationErrors) -> LoadedPlan {
        try LoadedPlan.load(mainFile: path + "/main.toml")
    }

    /// The lines that a user would see, without the name of this folder.
    func errors() -> [String] {
        do throws(ConfigurationErrors) {
            _ = try load()
            return []
        } catch {
            return relative(error.description).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }

    func relative(_ text: String) -> String {
        text.replacing("\(path)/", with: "")
    }
}

/// What is wrong with one file, as a user would see it.
func errors(in main: String) throws -> [String] {
    let folder = try ConfigurationFolder(main)
    return folder.errors()
}

/// The one service of a file that is right.
func service(in main: String) throws -> ServicePlan {
    let folder = try ConfigurationFolder(main)
    return try #require(try folder.load().plan.services.first)
}

/// A service that is right, with more lines.
func echo(_ lines: String) -> String {
    "[service.a]\nlisten = \"127.0.0.1:7\"\nhandler = \"echo\"\n" + lines
}
