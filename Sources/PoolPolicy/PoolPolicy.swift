/// Decides how many workers a pool should have: events and a census in, actions out, and nothing else touched.
package struct PoolPolicy: Sendable {
    /// May change between steps; the next one follows it.
    package var limits: PoolLimits
    package private(set) var throttle: StartThrottle
    package private(set) var saturation = Saturation()
    package private(set) var isDraining = false
    /// Whether it keeps its minimum whoever waits, for nobody sees what its workers do. Those above it replace others.
    package let isFixed: Bool

    // What the other side was last told, so that it is told only of changes.
    private var watchesQueue = false
    private var tellsBelow = 0
    private var keepsHistory = false
    /// The workers that the pool is to have: grows with demand, and shrinks only by the low-water mark.
    private var size = 0
    /// When there may be something to give back; nil while there is nothing above the minimum.
    private var shrinkAt: Duration?

    package init(
        limits: PoolLimits, isFixed: Bool = false, probation: Duration = StartThrottle.probation, seed: UInt64
    ) {
        self.limits = limits
        self.isFixed = isFixed
        throttle = StartThrottle(seed: seed, probation: probation)
    }

    /// One decision. `census` is taken after the event, `now` is any clock that only goes forward.
    package mutating func step(_ event: PoolEvent, _ census: Census, now: Duration) -> [PoolAction] {
        var actions: [PoolAction] = []
        throttle.update(at: now)
        switch event {
        case .look, .ended(.unasked, _), .ended(.asked, _): break
        case .ready: throttle.succeeded(at: now)
        case .ended(let end, let start):
            let delay = throttle.failed(at: now, start: start, wasKilled: end == .killedBeforeReady)
            if let delay { actions.append(.throttle(delay, .startFailed, failures: throttle.failures)) }
        case .forkFailed:
            let delay = throttle.refused(at: now)
            if let delay { actions.append(.throttle(delay, .forkRefused, failures: throttle.failures)) }
        case .drain: isDraining = true
        case .resume: isDraining = false
        }
        // What can't be had is left to the demand that is there, and what was is no reason to a pool that has no demand.
        size = throttle.isInDoubt || isFixed ? 0 : min(size, limits.max)
        size = max(size, wanted(census))
        var after = census
        if let (count, reason) = growth(event, census, now: now) {
            actions.append(.spawn(count, reason))
            after.starting += count
        }
        let recycled = recyclable(after, now: now)
        if recycled > 0 {
            actions.append(.recycle(recycled))
            after.recycle(recycled)
        }
        // Nobody sees whether all are busy, or which are.
        if isFixed {
            if let surplus = surplus(after) { actions.append(.retire(surplus)) }
            return actions
        }
        if let retired = shrink(after, now: now, &actions) {
            actions.append(.retire(retired))
            size = after.staying - retired
            after.idle -= retired
            after.retiring += retired
        }
        let isFull = !isDraining && after.live >= limits.max
        let report = saturation.update(isFull: isFull, after, now: now)
        if let report { actions.append(.reportSaturation(report)) }
        announce(after, isFull: isFull, now: now, &actions)
        return actions
    }

    /// When `step(.look)` is due though nothing happens.
    package var deadline: Duration? {
        isDraining ? nil : [throttle.deadline, shrinkAt, saturation.deadline].compactMap(\.self).min()
    }

    // MARK: Growing

    /// The size that the pool should have: what is busy and waits, with spares ahead of it, within the limits.
    private func wanted(_ census: Census) -> Int {
        if isFixed { return limits.min }
        let demand = census.serving + census.waiting
        return min(max(limits.min, demand == 0 ? 0 : demand + min(limits.spare, limits.max)), limits.max)
    }

    private func growth(_ event: PoolEvent, _ census: Census, now: Duration) -> (count: Int, SpawnReason)? {
        guard !isDraining else { return nil }
        let room = limits.max - census.live
        // What is worn is replaced before it goes.
        let fresh = min(census.worn, limits.maxUnavailable)
        var missing = size + fresh - census.staying
        // What is left of the size says nothing then. Nobody who is worn goes before one has shown that starts succeed.
        if throttle.isInDoubt { missing = max(missing, min(fresh, 1)) }
        var reason = census.staying >= size ? SpawnReason.recycling : size > limits.min ? .demand : .minimum
        // While starts fail, one at a time shows whether they still do.
        var bound = throttle.holds(at: now) ? 0 : throttle.isInDoubt ? max(0, 1 - census.starting) : room
        if case .ended(.unasked, _) = event {
            // Whoever dies at work is replaced, also while others fail to start, and above what is wanted: it may have
            // taken a wake-up with it, where we are the ones who wake.
            (missing, bound) = (isFixed ? missing : max(missing, 1), max(bound, 1))
            reason = .death
        }
        let count = min(missing, bound, room)
        return count > 0 ? (count, reason) : nil
    }

    // MARK: Giving back

    /// How many worn workers may be asked now: as many as are ready beyond the size of the pool. Where no process may be
    /// added, nothing can be ready first, and the budget is what may be missing: one, while starts are in doubt.
    private func recyclable(_ census: Census, now: Duration) -> Int {
        guard census.worn > 0, !isDraining, !throttle.holds(at: now) else { return 0 }
        let isFull = census.live >= limits.max
        if throttle.isInDoubt && (!isFull || census.starting > 0) { return 0 }
        let mayBeMissing = throttle.isInDoubt ? 1 : limits.maxUnavailable
        let budget = mayBeMissing - census.recycling
        let allowance = isFull ? mayBeMissing : 0
        // Their places are free again when their clients like.
        let attainable = min(size, limits.max - census.finishing)
        return max(0, min(census.worn, budget, census.ready - attainable + allowance))
    }

    /// Gives back what was not needed at any instant of a whole idle-timeout.
    private mutating func shrink(_ census: Census, now: Duration, _ actions: inout [PoolAction]) -> Int? {
        guard !isDraining, census.staying > limits.min else {
            if keepsHistory { actions.append(.keepHistory(false)) }
            (keepsHistory, shrinkAt) = (false, nil)
            return nil
        }
        guard keepsHistory else {
            (keepsHistory, shrinkAt) = (true, now + limits.idleTimeout)
            actions.append(.keepHistory(true))
            return nil
        }
        // A little later, so that workers that became idle one after the other go together.
        shrinkAt = (census.lowWater.risesAt ?? now + limits.idleTimeout) + min(limits.idleTimeout / 8, Self.gathering)
        let peak = census.staying - min(census.lowWater.idle, census.idle)
        let kept = max(limits.min, peak == 0 ? 0 : peak + min(limits.spare, limits.max))
        let surplus = min(census.staying - kept, census.idle)
        return surplus > 0 ? surplus : nil
    }

    private static let gathering = Duration.milliseconds(500)

    /// Those of a fixed pool that nobody wants any more: who is there to replace the worn is wanted. Those that start are
    /// looked at when they are ready.
    private func surplus(_ census: Census) -> Int? {
        let wanted = limits.min + min(census.worn, limits.maxUnavailable)
        let surplus = census.ready - wanted
        return surplus > 0 && !isDraining ? surplus : nil
    }

    // MARK: Being told

    private mutating func announce(_ census: Census, isFull: Bool, now: Duration, _ actions: inout [PoolAction]) {
        let canGrow = !isDraining && !isFull && !throttle.holds(at: now)
        let watch = canGrow && census.idle == 0 || saturation.lookout == .queue
        if watch != watchesQueue {
            watchesQueue = watch
            actions.append(.watchQueue(watch))
        }
        let below = canGrow ? max(1, limits.spare) : saturation.lookout == .workers ? 1 : 0
        if below != tellsBelow {
            tellsBelow = below
            actions.append(.tellBelow(idle: below))
        }
    }
}

extension Census {
    /// Which of them are idle is not known; those that serve are taken last.
    fileprivate mutating func recycle(_ count: Int) {
        let fromIdle = min(count, idle)
        idle -= fromIdle
        serving -= count - fromIdle
        worn -= count
        recycling += count
        retiring += count
    }
}
