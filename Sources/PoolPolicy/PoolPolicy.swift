/// Decides how many workers a pool should have: events and a census in, actions out, and nothing else touched.
package struct PoolPolicy: Sendable {
    package let limits: PoolLimits
    package private(set) var throttle: StartThrottle
    package private(set) var isDraining = false

    // What the other side was last told, so that it is told only of changes.
    private var watchesQueue = false
    private var tellsBelow = 0
    /// When the low-water mark of the current window is read; nil while there is nothing to give back.
    private var shrinkAt: Duration?

    package init(limits: PoolLimits, seed: UInt64) {
        self.limits = limits
        throttle = StartThrottle(seed: seed)
    }

    /// One decision. `census` is taken after the event, `now` is any clock that only goes forward.
    package mutating func step(_ event: PoolEvent, _ census: Census, now: Duration) -> [PoolAction] {
        var actions: [PoolAction] = []
        var replacement = 0
        throttle.update(at: now)
        switch event {
        case .look: break
        case .ready: throttle.succeeded(at: now)
        case .ended(.unasked, _): replacement = 1
        case .ended(.asked, _): break
        case .ended(.beforeReady, let start), .ended(.unused, let start):
            let delay = throttle.failed(at: now, start: start)
            actions += hold(delay)
        case .forkFailed:
            let delay = throttle.refused(at: now)
            actions += hold(delay)
        case .drain: isDraining = true
        }
        let spawned = spawnCount(census, replacement: replacement, now: now)
        if spawned > 0 { actions.append(.spawn(spawned)) }
        var after = census
        after.starting += spawned
        if let retired = shrink(after, now: now, &actions) { actions.append(.retire(retired)) }
        announce(after, now: now, &actions)
        return actions
    }

    /// When `step(.look)` is due though nothing happens.
    package var deadline: Duration? {
        isDraining ? nil : [throttle.deadline, shrinkAt].compactMap(\.self).min()
    }

    private func hold(_ delay: Duration?) -> [PoolAction] {
        delay.map { [.throttle($0, failures: throttle.failures)] } ?? []
    }

    /// The size that the pool should have: what is busy and waits, with spares ahead of it, within the limits.
    private func wanted(_ census: Census) -> Int {
        let demand = census.serving + census.waiting
        return min(max(limits.min, demand == 0 ? 0 : demand + limits.spare), limits.max)
    }

    private func spawnCount(_ census: Census, replacement: Int, now: Duration) -> Int {
        guard !isDraining, !throttle.holds(at: now) else { return 0 }
        // A worker that dies may take a wake-up with it, so the dead are replaced even above what is wanted.
        let missing = max(wanted(census) - census.staying, min(replacement, limits.max - census.staying))
        let room = limits.max - census.live
        // While starts fail, one at a time shows whether they still do.
        let bound = throttle.isInDoubt ? max(0, 1 - census.starting) : missing
        return max(0, min(missing, room, bound))
    }

    /// Gives back what was not needed at any instant of a whole idle-timeout.
    private mutating func shrink(_ census: Census, now: Duration, _ actions: inout [PoolAction]) -> Int? {
        guard !isDraining, census.staying > limits.min else {
            if shrinkAt != nil { actions.append(.markLowWater(false)) }
            shrinkAt = nil
            return nil
        }
        guard let due = shrinkAt else {
            shrinkAt = now + limits.idleTimeout
            actions.append(.markLowWater(true))
            return nil
        }
        guard now >= due else { return nil }
        shrinkAt = now + limits.idleTimeout
        actions.append(.markLowWater(true))
        let lowWater = min(census.idleLowWater, census.idle)
        let peak = census.staying - lowWater
        let kept = max(limits.min, peak == 0 ? 0 : peak + limits.spare)
        let surplus = census.staying - kept
        return surplus > 0 ? surplus : nil
    }

    private mutating func announce(_ census: Census, now: Duration, _ actions: inout [PoolAction]) {
        let canGrow = !isDraining && census.live < limits.max && !throttle.holds(at: now)
        let watch = canGrow && census.idle == 0 && census.starting == 0
        if watch != watchesQueue {
            watchesQueue = watch
            actions.append(.watchQueue(watch))
        }
        let below = canGrow ? max(1, limits.spare) : 0
        if below != tellsBelow {
            tellsBelow = below
            actions.append(.tellBelow(idle: below))
        }
    }
}
