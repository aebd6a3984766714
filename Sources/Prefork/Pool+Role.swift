internal import PoolPolicy

/// A pool that is being taken over from, as the one that takes over sees it.
extension Pool {
    /// Whether nobody is left of a pool that is not wanted any more.
    var isGone: Bool { isOutgoing && live == 0 }

    var isOutgoing: Bool { if case .outgoing = role { true } else { false } }

    /// Whether it is the one that its service has.
    var isActive: Bool { role == .current || role == .inherited }

    /// The pool that decides about its workers; nil: nobody does any more, or yet.
    var decider: Int? {
        switch role {
        case .current: index
        case .candidate, .inherited: nil
        case .outgoing(let successor): successor
        }
    }

    /// Whether one that comes now may still be served by it. Whoever has something to tell may be ready since then.
    var mayTakeClients: Bool { ready > 0 || kind == .handler && (departing > 0 || hasNews) }

    var hasNews: Bool { scoreboard.news.has(1) }

    /// Programs on their way to be ready.
    var unreadyPrograms: [WorkerID] {
        kind == .handler ? [] : everyTenant.filter { $0.phase == .starting }.map(\.id)
    }

    /// Adds the workers of a predecessor: they serve, and are to be replaced.
    func add(to census: inout Census) {
        let idle = min(scoreboard.idle.count, ready)
        census.idle += idle
        census.serving += ready - idle
        census.worn += ready
        census.retiring += live - ready
        let departing = self.departing
        census.recycling += departing
        census.finishing += live - ready - departing
    }

    /// Those that were asked while they were idle and are not gone yet. One that took a client in that moment finishes
    /// like those that were busy: for as long as it likes, and missed by nobody. Nobody sees that of a
    /// program that accepts by itself.
    private var departing: Int {
        guard recycling > 0, kind == .handler else { return recycling }
        return tenants.count { tenant in
            guard let tenant, case .retiring(.some) = tenant.phase else { return false }
            return scoreboard.slot(tenant.id.slot).pointee.currentState != .serving
        }
    }
}
