/// One section of a file while it is read: which of its keys are written, and which of them were wrong.
struct Section<Plan> {
    /// As between the brackets.
    let title: String
    let keys: [Key<Plan>]
    private(set) var written: [String: TOMLMember] = [:]
    private(set) var rejected: Set<String> = []

    init(title: String, keys: [Key<Plan>], table: [TOMLMember], problems: inout Problems) {
        self.title = title
        self.keys = keys
        collect(table, prefix: "", &problems)
    }

    private mutating func collect(_ table: [TOMLMember], prefix: String, _ problems: inout Problems) {
        for member in table {
            let name = prefix + member.key
            // A quoted key may hold a dot itself; none of ours does.
            let isOurs = !member.key.utf8.contains(UInt8(ascii: "."))
            if isOurs, keys.contains(where: { $0.name == name }) {
                written[name] = member
            } else if isOurs, keys.contains(where: { $0.name.utf8.starts(with: (name + ".").utf8) }) {
                if case .table(let members) = member.node.value {
                    collect(members, prefix: name + ".", &problems)
                } else {
                    problems.reportType(of: member.node, key: name, wanted: "a table")
                }
            } else {
                reportUnknown(member, prefix: prefix, &problems)
            }
        }
    }

    private func reportUnknown(_ member: TOMLMember, prefix: String, _ problems: inout Problems) {
        let known = keys.compactMap { key -> String? in
            guard key.name.utf8.starts(with: prefix.utf8) else { return nil }
            return String(key.name.dropFirst(prefix.count).prefix { $0 != "." })
        }
        let place = prefix.isEmpty ? title : "\(title).\(prefix.dropLast())"
        let suggestion = Suggestion.clause(for: member.key, among: known)
        problems.report("unknown key \(Escaping.quoted(member.key)) in [\(place)]\(suggestion)", at: member.place)
    }

    /// Takes a key out that another file has defined.
    mutating func remove(_ name: String) {
        written[name] = nil
    }

    mutating func read(into plan: inout Plan, _ problems: inout Problems) {
        for key in keys {
            guard let member = written[key.name] else { continue }
            if !key.read(member.node, &plan, &problems) { rejected.insert(key.name) }
        }
    }

    /// Keys that are missing in the section at `place`, or that its other keys leave no use for.
    func checkUse(in plan: Plan, at place: Place, _ problems: inout Problems) {
        for key in keys {
            if let condition = key.condition {
                guard isGood(condition.key) else { continue }
                if let objection = condition.objection(plan) {
                    if let member = written[key.name] {
                        problems.report("\"\(key.name)\" \(objection)", at: member.place)
                    }
                    continue
                }
            }
            if key.isRequired, written[key.name] == nil {
                problems.report("\"\(key.name)\" is missing in [\(title)]", at: place)
            }
        }
    }

    /// Whether the key is written and right.
    func isGood(_ name: String) -> Bool {
        written[name] != nil && !rejected.contains(name)
    }

    /// Where each value comes from that is not a default.
    var origins: [String: Place] {
        written.mapValues(\.place)
    }
}
