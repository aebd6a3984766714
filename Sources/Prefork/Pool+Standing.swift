internal import PoolPolicy

/// A pool that is being taken over from, as the one that takes over sees it.
extension Pool {
    /// Whether nobody is left of a pool that is not wanted any more.
    var isGone: Bool { if case .outgoing = standing { live == 0 } else { false } }

    /// Whether it is the one that its service has.
    var isService: Bool { standing == .current || standing == .inherited }

    /// The pool that decides about its workers; nil: nobody does any more, or yet.
    var decider: Int? {
        switch standing {
        case .current: index
        case .candidate, .inherited: nil
        case .outgoing(let successor): successor
        }
    }

    /// Adds the workers of a predecessor: they serve, and are to be replaced.
    func add(to census: inout Census) {
        let idle = min(scoreboard.idle.count, ready)
        census.idle += idle
        census.serving += ready - idle
        census.worn += ready
        census.recycling += recycling
        census.retiring += live - ready
    }
}
