import PoolPolicy

/// How a simulation ends.
extension SimulatedPool {
    /// No client comes any more, everything works again, and time passes.
    func endInQuiet() {
        forksFail = false
        finishEverything()
        // A hold of starts, and a report on what was, may be due still.
        passInQuiet(for: .seconds(67))
        connect(limits.max)
        finishEverything()
        passInQuiet(for: limits.idleTimeout + .seconds(1))
        check(workers.count == limits.min, "not at its minimum an idle-timeout and a second later")
        check(workers[.idle].count == workers.count, "not all idle after quiet")
        passInQuiet(for: Saturation.pause)
        check(nextDeadline == nil, "a quiet pool has a deadline")
    }

    func endInDrain() {
        drain()
        let largest = workers.count
        while fault == nil, workers.count > 0 {
            connect(1)
            finishEverything()
            jump(to: now + .seconds(100))
            check(workers.count <= largest, "grows while it drains")
        }
        check(nextDeadline == nil, "a drained pool has a deadline")
    }

    private func passInQuiet(for time: Duration) {
        let end = now + time
        while fault == nil, let due = nextDeadline, due <= end {
            pass(until: due)
            finishEverything()
        }
        now = end
        settle()
    }

    /// Every start succeeds, every client is served, who was asked leaves.
    private func finishEverything() {
        settle()
        while fault == nil {
            for slot in workers[.starting] {
                if case .asked = workers[slot]?.known { die(slot) } else { becomeReady(slot) }
            }
            for slot in workers[.serving] { disconnect(slot) }
            for slot in workers[.leaving] { die(slot) }
            settle()
            if workers[.idle].count == workers.count { break }
        }
    }
}
