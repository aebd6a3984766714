package import PoolPolicy

/// What the supervisor needs to know of a service.
package struct PoolSettings: Sendable {
    package let name: String
    package let limits: PoolLimits
    package let maxAge: Duration?
    /// nil where the maximum is a number.
    package let size: AutomaticSize?
    /// How long its workers may take to finish, where that is less than all have.
    package let drainTimeout: Duration?
    package let kind: WorkerKind

    package init(
        name: String, limits: PoolLimits, maxAge: Duration? = nil, size: AutomaticSize? = nil,
        drainTimeout: Duration? = nil, kind: WorkerKind = .handler
    ) {
        self.name = name
        self.limits = limits
        self.maxAge = maxAge
        self.size = size
        self.drainTimeout = drainTimeout
        self.kind = kind
    }
}

extension PoolSettings {
    /// Where nobody sees what workers do, there are always as many.
    var isFixed: Bool { kind != .handler }

    /// How long a worker has to be ready to have shown that workers can be. That a program could be run at all says
    /// little, so it has to last for as long as a start may take.
    var probation: Duration { kind == .program(.exec) ? limits.startTimeout : StartThrottle.probation }
}

extension WorkerKind {
    /// How long the first worker of a new configuration has to go on once it is ready. That a program could be run says
    /// nothing of what it makes of its arguments.
    var trial: Duration { self == .program(.exec) ? StartThrottle.probation : .zero }
}
