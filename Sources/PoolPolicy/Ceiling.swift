/// The most workers that a pool can have on what the daemon is given, and which resource says so.
package struct Ceiling: Hashable, Sendable {
    package let workers: Int
    /// What binds.
    package let resource: Resource
    package let cost: WorkerCost

    /// What is left is counted on top of the live workers, so that several pools can draw on the same resources: what one
    /// takes is no longer left to the others.
    /// - Parameters:
    ///   - slots: the pool can't have more, whatever is left.
    ///   - min: wanted even where there is no room for it; a fork that is refused tells why.
    package init(_ resources: [Resource], live: Int, min: Int, slots: Int = PoolLimits.maximum, cost: WorkerCost) {
        var binding: Resource?
        var workers = slots
        // Of equals the first: a resource tells more than the slots, whose number comes from one.
        for resource in resources {
            let most = Self.workers(on: resource, live: live, cost)
            if most < workers || (most == workers && binding == nil) { (workers, binding) = (most, resource) }
        }
        self.workers = Swift.min(Swift.max(workers, min, 1), slots)
        resource = binding ?? Resource(.slots, total: slots, left: slots - live)
        self.cost = cost
    }

    /// The same with what can only become less as workers come, and not with memory, which has to be measured.
    package static func hard(_ resources: [Resource], min: Int) -> Ceiling {
        Ceiling(resources.filter { $0.limit.kind != .memory }, live: 0, min: min, cost: WorkerCost())
    }

    private static func workers(on resource: Resource, live: Int, _ cost: WorkerCost) -> Int {
        let free = max(0, resource.left - resource.reserve)
        switch resource.limit.kind {
        case .processors:
            return resource.total * WorkerCost.workersPerProcessor / 1000
        case .memory: return live + free / cost.memory
        case .processes: return live + free / WorkerCost.processes
        case .descriptors: return live + free / WorkerCost.descriptors
        case .slots: return resource.total
        }
    }
}
