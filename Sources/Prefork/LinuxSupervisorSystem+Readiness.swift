internal import LinuxSystem

/// Programs that workers became, on their way to be ready. Their slots have no other writer, so they are written here.
extension LinuxSupervisorSystem {
    func hearReadiness(_ worker: WorkerID) {
        guard let pool = pools[worker.pool], let news = pool.slots[worker.slot]?.readyNews() else { return }
        if news.isOver { stopHearing(worker) }
        let slot = pool.scoreboard.slot(worker.slot)
        guard news.isReady, slot.pointee.currentState == .starting else { return }
        slot.pointee.becomeProgram(at: MonotonicClock.nanoseconds())
        pool.scoreboard.words.announce(worker.slot)
    }

    /// Closing would not be enough: a child that was just forked still has this descriptor.
    func stopHearing(_ worker: WorkerID) {
        guard let pool = pools[worker.pool], let number = pool.slots[worker.slot]?.channelNumber else { return }
        try? poller.remove(number)
        pool.slots[worker.slot]?.closeChannel()
    }
}
