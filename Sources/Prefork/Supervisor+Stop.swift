internal import LinuxSystem

/// How everything ends: asked first, and killed only when that took too long or was not enough.
extension Supervisor where System: ~Copyable {
    mutating func drain() {
        var living = 0
        for index in pools.indices {
            living += pools[index].live
            step(index, .drain)
            // Asked first: a worker that finds its listener gone without having been asked takes it for a fault.
            for worker in pools[index].everyWorker { retire(worker) }
            system.refuse(index, keeping: [])
        }
        phase = .draining(until: system.now() + drainTimeout)
        abandonReload()
        observer.observe(.stopping(workers: living, timeout: drainTimeout))
    }

    mutating func endAtOnce(onRequest: Bool) {
        var killed = 0
        for index in pools.indices {
            for worker in pools[index].everyWorker {
                system.kill(worker)
                killed += 1
            }
        }
        phase = .killing
        observer.observe(.stoppedHard(workers: killed, onRequest: onRequest))
    }
}
