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
        let isServing = status.state == "serving"
        if parts.isEmpty, isServing { return all == 1 ? "The service is well" : "All \(all) services are well" }
        let whose = isServing ? "Of \(all) service\(all == 1 ? "" : "s")" : "The daemon is \(status.state)"
        return parts.isEmpty ? whose : "\(whose): \(parts.joined(separator: ", "))"
    }
}
