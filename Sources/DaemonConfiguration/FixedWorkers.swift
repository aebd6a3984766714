internal import PoolPolicy

/// Workers of which there are always as many, for nobody sees whether they are busy.
extension WorkerPlan {
    mutating func settleFixed(_ section: Section<ServicePlan>, _ problems: inout Problems) {
        guard section.rejected.isDisjoint(with: ["workers.min", "workers.max", "workers.max-unavailable"]) else {
            return
        }
        let isMinWritten = section.written["workers.min"] != nil
        if let member = section.written["workers.max"] {
            guard let most = max.number else {
                return problems.report(
                    "\"workers.max\" can't be \"auto\" with handler \"acceptor\", which keeps \"workers.min\"",
                    at: member.place)
            }
            if !isMinWritten { min = most }
            if min != most {
                problems.report(
                    "\"workers.max\" (\(most)) must equal \"workers.min\" (\(min)) with handler \"acceptor\"",
                    at: member.place)
            }
        }
        if min == 0, let member = section.written["workers.min"] {
            problems.report(
                "\"workers.min\" must be at least 1 with handler \"acceptor\": nobody would start the first",
                at: member.place)
        }
        if case .workers(let number) = maxUnavailable, number > min,
            let member = section.written["workers.max-unavailable"]
        {
            problems.report(
                "\"workers.max-unavailable\" (\(number)) is greater than \"workers.min\" (\(min))", at: member.place)
        }
        let places = min + PoolLimits.replacing(maxUnavailable.count(of: min))
        if places > PoolLimits.maximum, let member = section.written["workers.min"] ?? section.written["workers.max"] {
            problems.report(
                "with those that replace others there would be \(places) workers, "
                    + "and at most \(PoolLimits.maximum) are possible",
                at: member.place)
        }
        max = .workers(Swift.max(min, 1))
        spare = 0
    }
}
