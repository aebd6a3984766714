import PoolPolicy

/// One worker of the simulation: what it really does, and what its supervisor knows of it.
struct SimulatedWorker {
    enum Doing {
        case starting, idle, serving, dead
    }

    enum Known {
        case starting, ready, asked
        /// Took too long to start and was killed.
        case abandoned
    }

    var doing = Doing.starting
    var known = Known.starting
    let spawned: Duration
    /// Its bit in the scoreboard, which outlives it.
    var saysIdle = false
    var hasServed = false

    func end(at now: Duration) -> WorkerEnd {
        switch known {
        case .asked: .asked
        case .starting, .abandoned: .beforeReady
        case .ready: hasServed || now - spawned >= StartThrottle.probation ? .unasked : .unused
        }
    }
}
