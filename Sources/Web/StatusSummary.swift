package import Control

/// How a daemon is, in one sentence: what is wrong where something is, else that nothing is.
package struct StatusSummary: CustomStringConvertible {
    private let status: DaemonStatus

    package init(_ status: DaemonStatus) {
        self.status = status
    }

    package var description: String {
        let all = status.services.count
        let parts = ServiceStatus.Condition.allCases.filter { $0 != .ready }.compactMap { condition in
            let count = status.services.count { $0.condition == condition }
            return count > 0 ? "\(count) \(condition.rawValue)" : nil
        }
        let trouble = "\(parts.joined(separator: ", ")) of \(Counted(all, "service"))"
        switch (status.state == "serving", parts.isEmpty) {
        case (true, true): return all == 1 ? "The service is well" : "All \(all) services are well"
        case (true, false): return trouble
        case (false, true): return "The daemon is \(status.state)"
        case (false, false): return "The daemon is \(status.state): \(trouble)"
        }
    }
}
