import PoolPolicy

/// What must hold whatever happens.
extension SimulatedPool {
    func check(_ holds: Bool, _ rule: StaticString) {
        guard !holds && fault == nil else { return }
        fault = "\(rule), at \(now): \(census), queue \(queue), \(policy.throttle)"
    }

    private var canGrow: Bool {
        !policy.isDraining && !policy.throttle.holds(at: now) && workers.count < limits.max
    }

    /// What is ready before a decision stays ready because of recycling, but for the budget where nothing can be added.
    func checkRecycling(_ actions: [PoolAction], _ census: Census) {
        guard actions.contains(where: { if case .recycle = $0 { true } else { false } }) else { return }
        let spawned = actions.spawned
        let demand = census.serving + census.waiting
        let wanted = min(max(limits.min, demand == 0 ? 0 : demand + limits.spare), limits.max)
        let isFull = census.live + spawned >= limits.max
        check(actions.recycled <= census.worn, "recycles more than are worn")
        check(census.recycling + actions.recycled <= limits.maxUnavailable, "recycles more than the budget")
        check(
            census.ready - actions.recycled >= wanted - (isFull ? limits.maxUnavailable : 0),
            "recycles before others are ready")
    }

    /// Right after a decision; a worker that becomes idle later says nothing, so the watch may outlive its reason.
    func checkDecision(_ actions: [PoolAction]) {
        let idle = min(workers.idleBits, workers.ready)
        check(workers.count <= limits.max, "more than max")
        // Whether the worn that were asked are idle is not known to the decision.
        let isIdleKnown = actions.recycled == 0
        // A full pool wants to know of clients who have to wait.
        let isOfUse = canGrow || workers.count == limits.max
        check(
            !watchesQueue || (isOfUse && (idle == 0 || !isIdleKnown)) || forksFail, "the queue is watched for nothing")
        check(canGrow || tellsBelow <= 1 || forksFail, "workers tell for nothing")
    }

    func checkSettled() {
        let census = census
        let canGrow = canGrow
        let isProbing = policy.throttle.isInDoubt && census.starting > 0
        check(
            census.starting >= 0 && census.idle >= 0 && census.serving >= 0 && census.retiring >= 0, "a negative count")
        check(watchesQueue || !canGrow || census.idle > 0, "nobody sees the queue")
        check(
            queue == 0 || !canGrow || isProbing || census.staying >= min(limits.max, census.serving + queue),
            "a client waits for ever")
        check(census.staying >= limits.min || !canGrow || isProbing, "fewer than min")
        check(
            policy.isDraining || !canGrow || isProbing || census.worn == 0 || census.retiring > 0
                || census.staying > limits.min || limits.min == 0, "the worn wait for ever")
        check(nextDeadline.map { $0 > now } ?? true, "a deadline in the past")
        guard policy.throttle.holds(at: now), !policy.isDraining else { return }
        let due = policy.deadline
        check(due.map { due in policy.throttle.deadline.map { due <= $0 } ?? false } ?? false, "nothing ends the hold")
    }
}
