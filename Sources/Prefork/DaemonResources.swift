internal import LinuxSystem
package import PoolPolicy

/// Asks the system what this process was given and what is left of it; what nothing bounds, or nobody tells, is left out.
package enum DaemonResources {
    /// - Parameter root: where the files of the system are found, for tests.
    package static func read(root: String = "") -> [Resource] {
        var resources: [Resource] = []
        if let count = Processors.count { resources.append(.processors(.processors, thousandths: count * 1000)) }
        resources += controlGroup(root: root)
        // A group with a bound is what the pool was given; what the machine has beside it is for others.
        if !resources.contains(where: { $0.limit == .controlGroupMemory }),
            let stock = MemoryInformation.read(root: root)
        {
            resources.append(Resource(.memory, stock))
        }
        if let stock = stock(.descriptors, used: ProcessUsage.descriptors) {
            resources.append(Resource(.descriptors, stock))
        }
        let user = Credentials.current.user
        if !Credentials.isRoot, let stock = stock(.processes, used: ProcessUsage.processes(of: user)) {
            resources.append(Resource(.processes, stock))
        }
        return resources
    }

    private static func controlGroup(root: String) -> [Resource] {
        (ControlGroup(root: root)?.bounds ?? []).flatMap { bounds in
            [
                bounds.processors.map { .processors(.controlGroupProcessors, thousandths: $0) },
                bounds.memory.map { Resource(.controlGroupMemory, $0) },
                bounds.processes.map { Resource(.controlGroupProcesses, $0) },
            ].compactMap(\.self)
        }
    }

    private static func stock(_ kind: ResourceLimit.Kind, used: @autoclosure () -> Int?) -> Stock? {
        guard let limit = try? ResourceLimit.current(kind), limit.soft < .max, let used = used() else { return nil }
        return Stock(total: limit.soft, used: used)
    }
}

extension LinuxSupervisorSystem {
    package func resources() -> [Resource] { DaemonResources.read() }
}

extension Resource {
    fileprivate init(_ limit: BindingLimit, _ stock: Stock) {
        self.init(limit, total: stock.total, left: stock.left)
    }
}
