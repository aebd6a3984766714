extension DaemonPlan {
    /// As TOML that loads again to the same.
    package var printed: String { LoadedPlan(plan: self, origins: Origins()).printed }
}

extension LoadedPlan {
    /// The whole plan as TOML that loads again to the same, each line with where its value comes from.
    package var printed: String {
        var lines = ["[daemon]"]
        lines += Self.lines(Keys.daemon, of: plan, origins.daemon)
        for service in plan.services {
            let origin = origins.services[service.name]
            lines += ["", "[service.\(Escaping.key(service.name))]  # \(origin?.place ?? service.place)"]
            lines += Self.lines(Keys.service, of: service, origin?.values ?? [:])
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines<Plan>(_ keys: [Key<Plan>], of plan: Plan, _ origins: [String: Place]) -> [String] {
        keys.compactMap { key in
            guard key.condition?.objection(plan) == nil, let value = key.show(plan) else { return nil }
            return "\(key.name) = \(value)  # \(origins[key.name]?.description ?? "default")"
        }
    }
}
