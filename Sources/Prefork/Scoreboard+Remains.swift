internal import LinuxSystem
internal import SystemPackage

/// A scoreboard that an earlier program of this process has made.
extension Scoreboard {
    /// Takes it over. Where this program does not know its layout, the counters go on, and nothing else is known of its
    /// workers than what their wait statuses tell.
    /// - Parameter shared: the service's ledger, where another of its pools came with it before.
    convenience init(
        _ remains: PoolRemains, order: WakeOrder, sets: [ListenerSet], ledger shared: Ledger?
    ) throws(Errno) {
        let memory = Descriptor(owning: remains.memory)
        let alarm = Descriptor(owning: remains.alarm)
        if remains.isReadable {
            let ledger = if let shared { shared } else { try Ledger(adopting: Descriptor(owning: remains.ledger)) }
            try self.init(
                adopting: memory, alarm: alarm, capacity: remains.capacity, order: order, sets: sets, ledger: ledger)
        } else {
            // One that is being taken over from has the number of its successor, whose totals have its own in them.
            if remains.isCurrent { _ = Descriptor(owning: remains.ledger) }
            try self.init(name: remains.service, capacity: remains.capacity, order: order)
            if remains.isCurrent {
                self.ledger.inherit(remains.totals)
                self.ledger.durations.inherit(remains.durations)
                self.ledger.skip(remains.totals.accepted)
            }
        }
    }
}
