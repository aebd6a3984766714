/// The size of a pool that is as large as the daemon's resources allow: looked at again when the pool may want to grow,
/// and at most once a second, for that costs a few dozen system calls.
package struct AutomaticSize: Sendable {
    private let slots: Int
    private let maxUnavailable: WorkerShare
    /// As it was last found; nil before the first look.
    package private(set) var ceiling: Ceiling?
    private var lastLook = Duration.zero
    private var told: (limit: BindingLimit, at: Duration)?

    package static let interval = Duration.seconds(1)
    /// Two limits that take turns are told of no more often.
    package static let pause = Duration.seconds(60)

    package init(slots: Int, maxUnavailable: WorkerShare) {
        self.slots = slots
        self.maxUnavailable = maxUnavailable
    }

    package func isDue(_ census: Census, _ limits: PoolLimits, now: Duration) -> Bool {
        if ceiling == nil { return true }
        return census.idle < max(1, limits.spare) && now >= lastLook + Self.interval
    }

    /// - Parameter privateMemory: of a worker of this pool, as measured; nil before one was.
    /// - Returns: the ceiling, where another limit binds than was told last.
    package mutating func fit(
        _ limits: inout PoolLimits, to resources: [Resource], live: Int, privateMemory: Int?, now: Duration
    ) -> Ceiling? {
        lastLook = now
        let found = Ceiling(
            resources, live: live, min: limits.min, slots: slots, cost: WorkerCost(privateMemory: privateMemory))
        limits.max = found.workers
        limits.maxUnavailable = maxUnavailable.count(of: found.workers)
        ceiling = found
        let limit = found.resource.limit
        if let told, told.limit == limit || now < told.at + Self.pause { return nil }
        told = (limit, now)
        return found
    }
}
