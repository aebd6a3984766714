import PoolPolicy

extension PoolLimits {
    /// Fits the defaults to what was written, and refuses what contradicts itself.
    mutating func settle(_ section: Section<ServicePlan>, _ problems: inout Problems) {
        let names = ["workers.min", "workers.max", "workers.spare"]
        // What one wrong number would do to the others is no news.
        guard section.rejected.isDisjoint(with: names) else { return }
        if section.written["workers.min"] == nil { min = Swift.min(min, max) }
        if section.written["workers.max"] == nil { max = Swift.max(min, max) }
        if section.written["workers.spare"] == nil { spare = Swift.min(spare, max) }
        for (name, value) in [("workers.min", min), ("workers.spare", spare)] where value > max {
            guard let member = section.written[name] else { continue }
            problems.report("\"\(name)\" (\(value)) is greater than \"workers.max\" (\(max))", at: member.place)
        }
    }
}
