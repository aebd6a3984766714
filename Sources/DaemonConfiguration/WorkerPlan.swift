package import PoolPolicy
package import Prefork

/// How many workers a service has, when they are replaced, and which of them takes the next connection.
package struct WorkerPlan: Hashable, Sendable {
    package var min: Int
    package var max: WorkerMaximum
    package var spare: Int
    package var startTimeout: Duration
    package var idleTimeout: Duration
    package var recycling: Recycling
    /// How many may be missing at once while they are replaced.
    package var maxUnavailable: WorkerShare
    package var wake: WakeOrder
    /// nil: as suits the handler.
    var scheduling: WorkerScheduling?

    package init(
        _ limits: PoolLimits = PoolLimits(), max: WorkerMaximum? = nil, recycling: Recycling = .never,
        maxUnavailable: WorkerShare = .percent(10), wake: WakeOrder = .lifo
    ) {
        min = limits.min
        self.max = max ?? .workers(limits.max)
        spare = limits.spare
        startTimeout = limits.startTimeout
        idleTimeout = limits.idleTimeout
        self.recycling = recycling
        self.maxUnavailable = maxUnavailable
        self.wake = wake
    }

    /// As the key has it, in which 0 is no bound.
    var maxConnections: Int {
        get { recycling.maxConnections ?? 0 }
        set { recycling.maxConnections = newValue == 0 ? nil : newValue }
    }

    /// Takes over what the workers themselves do not know of.
    mutating func setNumbers(as other: WorkerPlan) {
        (min, max, spare) = (other.min, other.max, other.spare)
        (startTimeout, idleTimeout, maxUnavailable) = (other.startTimeout, other.idleTimeout, other.maxUnavailable)
    }

    /// The bounds of a pool of at most `workers`.
    package func limits(max workers: Int) -> PoolLimits {
        PoolLimits(
            min: min, max: workers, spare: spare, startTimeout: startTimeout, idleTimeout: idleTimeout,
            maxUnavailable: maxUnavailable.count(of: workers))
    }
}

extension WorkerPlan {
    /// Fits the defaults to what was written, and refuses what contradicts itself.
    mutating func settle(_ section: Section<ServicePlan>, of handler: HandlerName, _ problems: inout Problems) {
        if handler == .acceptor { return settleFixed(section, &problems) }
        let names = ["workers.min", "workers.max", "workers.spare", "workers.max-unavailable"]
        // What one wrong number would do to the others is no news. What "auto" comes to is not known here.
        guard section.rejected.isDisjoint(with: names), var most = max.number else { return }
        if section.written["workers.min"] == nil { min = Swift.min(min, most) }
        if section.written["workers.max"] == nil { most = Swift.max(min, most) }
        if section.written["workers.spare"] == nil { spare = Swift.min(spare, most) }
        max = .workers(most)
        var values = [("workers.min", min), ("workers.spare", spare)]
        if case .workers(let number) = maxUnavailable { values.append(("workers.max-unavailable", number)) }
        for (name, value) in values where value > most {
            guard let member = section.written[name] else { continue }
            problems.report("\"\(name)\" (\(value)) is greater than \"workers.max\" (\(most))", at: member.place)
        }
    }
}
