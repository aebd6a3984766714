/// The supervisor's view of one worker: hard facts only.
package struct Tenant: Sendable {
    package let id: WorkerID
    package let pid: Int32
    package let spawned: Duration
    var phase: Phase
    var hasAged = false

    /// Ready, and not asked to leave.
    var isReady: Bool {
        switch phase {
        case .ready, .worn: true
        case .starting, .retiring, .abandoned: false
        }
    }

    /// Asked to leave, or killed.
    var isLeaving: Bool {
        switch phase {
        case .retiring, .abandoned: true
        case .starting, .ready, .worn: false
        }
    }

    enum Phase: Hashable {
        case starting, ready
        /// Ready, has served long enough, and waits to be replaced.
        case worn(Wear)
        /// Asked to leave; whether because it was worn.
        case retiring(Wear?)
        /// Its start took too long; it is killed and not waited for.
        case abandoned
    }
}

extension Tenant {
    /// As it is handed on to another program.
    package var handedPhase: WorkerHandover.Phase {
        switch phase {
        case .starting: .starting
        case .ready, .worn: .ready
        case .retiring, .abandoned: .retiring
        }
    }
}
