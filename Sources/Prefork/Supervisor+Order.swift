internal import PoolPolicy

/// What is asked for through the observer.
extension Supervisor where System: ~Copyable {
    mutating func attend() {
        for order in observer.attend(now: system.now()) {
            do throws(OrderFailure) {
                let isDone = try obey(order)
                if isDone { observer.observe(.orderEnded(order, nil)) }
            } catch {
                observer.observe(.orderEnded(order, error))
            }
        }
    }

    /// - Returns: whether that was all; a reload and an upgrade have their own ends.
    private mutating func obey(_ order: SupervisorOrder) throws(OrderFailure) -> Bool {
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
            let service = try service(name)
            if pools[service].policy.isDraining { step(service, .resume) }
            return true
        }
    }

    private func service(_ name: String) throws(OrderFailure) -> Int {
        guard let service = current.first(where: { pools[$0].name == name }) else {
            throw OrderFailure("there is no service \"\(name)\"")
        }
        return service
    }

    private mutating func drain(_ service: Int) throws(OrderFailure) {
        guard pools[service].wasReady else { throw OrderFailure("\(pools[service].name) is still starting") }
        if !pools[service].policy.isDraining { drainService(service) }
    }

    mutating func drainService(_ service: Int) {
        step(service, .drain)
        for index in [service] + pools[service].predecessors {
            for worker in pools[index].unasked { retire(worker) }
        }
    }

    private mutating func scale(_ service: Int, min: Int?, max: Int?) throws(OrderFailure) {
        let name = pools[service].name
        var limits = pools[service].policy.limits
        if let max {
            guard pools[service].size == nil else { throw OrderFailure("the maximum of \(name) is \"auto\"") }
            let slots = pools[service].scoreboard.capacity
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
        guard limits != pools[service].policy.limits else { return }
        decided(.limited(limits), service, pools.census(of: service, at: system.now()))
        limit(service, to: limits)
        step(service, .look)
    }
}
