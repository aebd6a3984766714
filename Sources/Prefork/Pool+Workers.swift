/// Workers of a pool by what they are doing.
extension Pool {
    var everyTenant: [Tenant] { tenants.compactMap(\.self) }
    var everyWorker: [WorkerID] { everyTenant.map(\.id) }

    /// Idle workers to retire, those in the highest slots first.
    func idleWorkers(_ count: Int) -> [WorkerID] {
        var found: [WorkerID] = []
        scoreboard.idle.visitDown { slot in
            if let tenant = tenants[slot], tenant.isReady { found.append(tenant.id) }
            return found.count < count
        }
        return found
    }

    /// Whether any was not asked to leave yet.
    var hasUnasked: Bool { ready > 0 }

    /// Those with a connection in hand that were not asked yet. Asking them costs nobody a worker: they finish.
    var unaskedBusy: [WorkerID] {
        guard hasUnasked else { return [] }
        return tenants.compactMap(\.self).filter { $0.isReady && !scoreboard.idle.contains($0.id.slot) }.map(\.id)
    }
}
