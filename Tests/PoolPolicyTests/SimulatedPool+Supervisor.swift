import PoolPolicy

/// What the supervisor does.
extension SimulatedPool {
    /// Lets time pass, with a turn at each deadline on the way.
    func pass(until end: Duration) {
        settle()
        var turns = 0
        while fault == nil, let due = nextDeadline, due <= end {
            now = max(now, due)
            settle()
            turns += 1
            check(turns < 2_000, "2000 wake-ups while time passes")
        }
        now = end
        settle()
    }

    /// The clock jumps: no turn is taken on the way.
    func jump(to end: Duration) {
        now = end
        settle()
    }

    func drain() {
        settle()
        step(.drain)
        for slot in 0..<limits.max where workers[slot] != nil && workers[slot]?.known != .abandoned { ask(slot) }
    }

    func changeMinimum(by difference: Int) {
        policy.limits.min = min(max(0, limits.min + difference), limits.max)
        step(.look)
    }

    /// Turns of the supervisor until nothing wants to be heard.
    func settle() {
        var turns = 0
        while fault == nil, turn() {
            turns += 1
            check(turns < 100 + limits.max / Self.spawnsPerTurn, "the supervisor spins")
        }
        checkSettled()
    }

    var nextDeadline: Duration? {
        let late = starts.first.map { start in
            (workers[start.slot]?.spawned ?? now) + limits.startTimeout
        }
        return [late, policy.deadline].compactMap(\.self).min()
    }

    static var spawnsPerTurn: Int { 16 }

    /// - Returns: whether there was anything to do.
    private func turn() -> Bool {
        var isBusy = false
        while fault == nil, let slot = workers[.dead].last, let worker = workers[slot] {
            isBusy = true
            workers.bury(slot)
            step(.ended(worker.end(at: now), start: worker.spawned))
            hear()
        }
        if demand {
            isBusy = true
            hear()
        }
        while let start = starts.first {
            if let worker = workers[start.slot], worker.number == start.number, worker.known == .starting {
                guard worker.spawned + limits.startTimeout <= now else { break }
                isBusy = true
                workers.change(start.slot) { ($0.known, $0.doing) = (.abandoned, .dead) }
            }
            starts.removeFirst()
        }
        if edge || owesWorkers || policy.deadline.map({ $0 <= now }) ?? false {
            isBusy = true
            edge = false
            step(.look)
        }
        return isBusy
    }

    private func hear() {
        demand = false
        let speakers = news
        news.removeAll(keepingCapacity: true)
        for slot in speakers {
            guard let worker = workers[slot] else { continue }
            if worker.known == .starting, worker.doing != .starting {
                workers.change(slot) { $0.known = .ready }
                step(.ready)
            }
            if worker.saysWorn, workers[slot]?.known == .ready {
                workers.change(slot) { $0.known = .worn }
                worn.append((slot, worker.number))
            }
        }
        step(.look)
    }

    func step(_ event: PoolEvent) {
        owesWorkers = false
        let before = census
        var refused = false
        let actions = policy.step(event, before, now: now)
        checkRecycling(actions, before)
        for action in actions where !perform(action) { refused = true }
        checkDecision(actions)
        if refused { step(.forkFailed) }
    }

    /// - Returns: false where the system would not fork.
    private func perform(_ action: PoolAction) -> Bool {
        switch action {
        case .spawn(let count, let reason): return spawn(count, reason)
        case .retire(let count):
            check(count > 0 && count <= min(workers.idleBits, workers.ready), "retires more than are idle")
            for slot in workers[.idle].suffix(count) { ask(slot) }
        case .recycle(let count): recycle(count)
        case .watchQueue(let watch):
            check(watch != watchesQueue, "tells about the queue what is known")
            watchesQueue = watch
            edge = watch && queue > 0
        case .tellBelow(let idle):
            check(idle != tellsBelow, "tells about the threshold what is known")
            tellsBelow = idle
        case .keepHistory(let keep):
            check(keep != (historyStart != nil), "tells about the history what is known")
            historyStart = keep ? now : nil
        case .throttle(let delay, _, let failures):
            check(delay > .zero && delay <= .seconds(66) && failures > 0, "holds starts for too long")
        case .reportSaturation(let report):
            check(report.lasted > .zero && report.peak > 0, "nobody waited")
        }
        return true
    }

    private func spawn(_ count: Int, _ reason: SpawnReason) -> Bool {
        check(count > 0 && workers.count + count <= limits.max, "spawns more than max")
        let mayStart = !policy.throttle.holds(at: now) || (reason == .death && count == 1)
        check(!policy.isDraining && mayStart, "spawns while it may not")
        owesWorkers = count > Self.spawnsPerTurn
        for _ in 0..<min(count, Self.spawnsPerTurn) {
            if forksFail { return false }
            guard let slot = workers.spawn(at: now), let number = workers[slot]?.number else { break }
            starts.append((slot, number))
        }
        return true
    }

    private func recycle(_ count: Int) {
        var asked = 0
        while asked < count, let next = worn.first {
            worn.removeFirst()
            guard let worker = workers[next.slot], worker.number == next.number, worker.known == .worn else { continue }
            ask(next.slot)
            asked += 1
        }
        check(asked == count, "recycles more than are worn")
    }

    private func ask(_ slot: Int) {
        workers.change(slot) { worker in
            worker.known = .asked(wasWorn: worker.known == .worn)
            worker.saysIdle = false
        }
    }
}
