internal import PoolPolicy

/// What is asked for through the observer.
extension Supervisor where System: ~Copyable {
    mutating func attend() {
        for order in observer.attend(now: system.now()) {
            do throws(OrderFailure) {
                let isDone = try carryOut(order)
                if isDone { observer.observe(.orderEnded(order, nil)) }
            } catch {
                observer.observe(.orderEnded(order, error))
            }
        }
    }

    /// - Returns: whether that was all; a reload and an upgrade have their own ends.
    private mutating func carryOut(_ order: SupervisorOrder) throws(OrderFailure) -> Bool {
        guard case .serving = phase else { throw OrderFailure("the daemon is stopping") }
        switch order {
        case .reload:
            guard reconfigure != nil else { throw OrderFailure("there is no other configuration to go over to") }
            wantsReload = true
            return false
        case .upgrade:
            guard programs != nil else { throw OrderFailure("there is no program to become") }
            wantsUpgrade = true
            return false
        case .scale(let name, let min, let max):
            try scale(service(name), min: min, max: max)
            return true
        case .drain(let name):
            try drain(service(name))
            return true
        case .resume(let name):
            let pool = try service(name)
            if pools[pool].policy.isDraining { step(pool, .resume) }
            return true
        }
    }

    private func service(_ name: String) throws(OrderFailure) -> Int {
        guard let pool = current.first(where: { pools[$0].name == name }) else {
            throw OrderFailure("there is no service \"\(name)\"")
        }
        return pool
    }

    private mutating func drain(_ pool: Int) throws(OrderFailure) {
        guard pools[pool].wasReady else { throw OrderFailure("\(pools[pool].name) is still starting") }
        if !pools[pool].policy.isDraining { drainPool(pool) }
    }

    mutating func drainPool(_ pool: Int) {
        step(pool, .drain)
        for index in [pool] + pools[pool].predecessors {
            for worker in pools[index].unasked { retire(worker) }
        }
    }

    private mutating func scale(_ pool: Int, min: Int?, max: Int?) throws(OrderFailure) {
        let limits =
            try pools[pool].policy.isFixed
            ? fixedLimits(pools[pool], min: min, max: max) : limits(pools[pool], min: min, max: max)
        guard limits != pools[pool].policy.limits else { return }
        decided(.scaled(limits), pool, pools.census(of: pool, at: system.now()))
        limit(pool, to: limits)
        step(pool, .look)
    }

    private func limits(_ pool: Pool, min: Int?, max: Int?) throws(OrderFailure) -> PoolLimits {
        let name = pool.name
        var limits = pool.policy.limits
        if let max {
            guard pool.size == nil else { throw OrderFailure("the maximum of \(name) is \"auto\"") }
            let slots = pool.scoreboard.capacity
            guard (1...slots).contains(max) else {
                throw OrderFailure(
                    "the maximum of \(name) must be 1 to \(slots), the workers.max that it was started with")
            }
            limits.max = max
        }
        limits.min = min ?? limits.min
        guard (0...limits.max).contains(limits.min) else {
            throw OrderFailure("the minimum of \(name) must be 0 to its maximum, \(limits.max)")
        }
        return limits
    }

    /// Its minimum is how many there are, and the maximum only room for replacing them, which stays.
    private func fixedLimits(_ pool: Pool, min: Int?, max: Int?) throws(OrderFailure) -> PoolLimits {
        guard max == nil else {
            throw OrderFailure(
                "\(pool.name) has no maximum: its programs accept by themselves, and its minimum is how many there are")
        }
        var limits = pool.policy.limits
        limits.min = min ?? limits.min
        let most = pool.scoreboard.capacity - limits.replacing
        guard 1 <= limits.min, limits.min <= most else {
            throw OrderFailure(
                "the minimum of \(pool.name) must be 1 to \(most), the workers.min that it was started with")
        }
        return limits
    }
}
