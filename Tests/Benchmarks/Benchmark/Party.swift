/// Servers that are measured side by side, or one alone.
struct Party {
    var servers: [any Server]
    /// Whether a verdict takes what they come to.
    let isNeeded: Bool
    /// How long it took when it was measured last; nil: it was not yet.
    var lasted: Duration?

    /// Who a verdict compares is measured together, where the measure can be taken in slices; all others each alone.
    static func all(_ servers: [any Server], in measure: any Measure) -> [Party] {
        let isNeeded = { GoalTable.needs($0, in: measure) }
        guard measure.hasSlices else { return servers.map { Party(servers: [$0], isNeeded: isNeeded($0)) } }
        let compared = servers.filter(isNeeded)
        let others = servers.filter { !isNeeded($0) }.map { Party(servers: [$0], isNeeded: false) }
        return (compared.isEmpty ? [] : [Party(servers: compared, isNeeded: true)]) + others
    }
}
