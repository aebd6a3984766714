import PoolPolicy

/// One worker of the simulation: what it really does, and what its supervisor knows of it.
struct SimulatedWorker {
    enum Doing {
        case starting, idle, serving, dead
    }

    enum Known: Equatable {
        case starting, ready
        /// Ready, and has said that it has served long enough.
        case worn
        case asked(wasWorn: Bool)
        /// Took too long to start and was killed.
        case abandoned
    }

    /// Workers that the same can happen to.
    enum Group: Int, CaseIterable {
        case starting
        /// Idle, and its supervisor has not heard yet that it is ready.
        case unheard
        case idle
        /// Idle, and was asked to leave.
        case leaving
        case serving, dead
    }

    /// The n-th of its pool.
    let number: Int
    let spawned: Duration
    var doing = Doing.starting
    var known = Known.starting
    /// Its bit in the scoreboard, which outlives it.
    var saysIdle = false
    var hasServed = false
    /// Somebody killed it.
    var wasKilled = false
    /// Says that it has served long enough.
    var saysWorn = false

    var group: Group {
        switch (doing, known) {
        case (.starting, _): .starting
        case (.idle, .starting): .unheard
        case (.idle, .asked), (.idle, .abandoned): .leaving
        case (.idle, .ready), (.idle, .worn): .idle
        case (.serving, _): .serving
        case (.dead, _): .dead
        }
    }

    func end(at now: Duration) -> WorkerEnd {
        switch known {
        case .asked: .asked
        case .starting where wasKilled: .killedBeforeReady
        case .starting, .abandoned: .beforeReady
        case .ready, .worn: hasServed || now - spawned >= StartThrottle.probation ? .unasked : .unused
        }
    }
}
