import TestSupport

@testable import DaemonConfiguration

extension LoadedPlan {
    /// What a main file of this text comes to.
    static func loading(_ text: String, conf: [String: String] = [:]) throws -> LoadedPlan {
        let folder = try TemporaryFolder()
        let file = try folder.write("preforkd.toml", text)
        for (name, text) in conf { try folder.write("conf.d/\(name)", text) }
        return try withExtendedLifetime(folder) { try load(mainFile: file) }
    }
}

extension DaemonPlan {
    /// What is to be done, wherever it was written.
    var withoutPlaces: DaemonPlan {
        var plan = self
        plan.sources = []
        for index in plan.services.indices { plan.services[index].place = .builtIn }
        return plan
    }
}
