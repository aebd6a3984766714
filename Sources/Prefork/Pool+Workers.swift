internal import PoolPolicy

/// Workers of a pool by what they are doing.
extension Pool {
    var everyTenant: [Tenant] { tenants.compactMap(\.self) }
    var everyWorker: [WorkerID] { everyTenant.map(\.id) }

    /// Those that were not asked to leave yet.
    var unasked: [WorkerID] { everyTenant.filter { !$0.isLeaving }.map(\.id) }

    /// Idle workers to retire, those in the highest slots first. Of programs nobody knows which are idle.
    func idleWorkers(_ count: Int) -> [WorkerID] {
        if policy.isFixed { return Array(tenants.lazy.compactMap(\.self).filter(\.isReady).map(\.id).prefix(count)) }
        var found: [WorkerID] = []
        scoreboard.idle.visitDown { slot in
            if let tenant = tenants[slot], tenant.isReady { found.append(tenant.id) }
            return found.count < count
        }
        return found
    }

    /// Those with a connection in hand that were not asked yet. Asking them costs nobody a worker: they finish.
    var unaskedBusy: [WorkerID] {
        guard ready > 0, !policy.isFixed else { return [] }
        return tenants.compactMap(\.self).filter { $0.isReady && !scoreboard.idle.contains($0.id.slot) }.map(\.id)
    }
}
