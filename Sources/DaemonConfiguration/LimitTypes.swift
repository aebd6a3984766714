import LinuxSystem

extension ValueType where Value == [ResourceLimit.Kind: ResourceLimit] {
    /// A table of limits by their usual names.
    static var limits: ValueType {
        let noun = "a table of limits"
        let names = ResourceLimit.Kind.allCases.map(\.rawValue)
        return ValueType(
            noun: noun, bounds: "of \(names.joined(separator: ", "))",
            read: { node, key, problems in
                guard case .table(let members) = node.value else {
                    problems.reportType(of: node, key: key, wanted: noun)
                    return nil
                }
                var limits: Value = [:]
                for member in members {
                    if let (kind, limit) = read(member, key, names, &problems) { limits[kind] = limit }
                }
                return limits.count == members.count ? limits : nil
            },
            show: { limits in
                if limits.isEmpty { return nil }
                let members = ResourceLimit.Kind.allCases.compactMap { kind in
                    limits[kind].map { "\(kind.rawValue) = \(LimitText.write($0, kind))" }
                }
                return "{ \(members.joined(separator: ", ")) }"
            })
    }

    private static func read(
        _ member: TOMLMember, _ key: String, _ names: [String], _ problems: inout Problems
    ) -> (ResourceLimit.Kind, ResourceLimit)? {
        guard let kind = ResourceLimit.Kind(rawValue: member.key) else {
            let suggestion = Suggestion.clause(for: member.key, among: names)
            problems.report("\"\(key)\": unknown limit \(Escaping.quoted(member.key))\(suggestion)", at: member.place)
            return nil
        }
        let written: String
        switch member.node.value {
        case .integer(let number): written = "\(number)"
        case .string(let text): written = text
        default:
            problems.reportType(of: member.node, key: "\(key).\(member.key)", wanted: LimitText.noun(kind))
            return nil
        }
        do throws(Units.SyntaxError) {
            return (kind, try LimitText.read(written, kind))
        } catch {
            problems.report("\"\(key).\(member.key)\" \(error.reason)", at: member.node.place)
            return nil
        }
    }
}
