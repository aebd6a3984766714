internal import LinuxSystem
internal import SystemPackage

/// A scoreboard that an earlier program of this process has made.
extension Scoreboard {
    /// Takes it over. Where this program does not know its layout, the counters go on, and nothing else is known of its
    /// workers than what their wait statuses tell.
    /// - Parameters:
    ///   - sets: where its workers wait, once it can be had.
    ///   - shared: the service's ledger, where another of its pools came with it before.
    /// - Throws: while every descriptor still is nobody's, so that they can be handed back.
    convenience init(
        _ remains: PoolRemains, parking: ParkingRules, sets: () -> [ListenerSet], ledger shared: Ledger?
    ) throws(Errno) {
        if remains.isReadable {
            let memory = try SharedMemory.Remains(
                remains.memory, size: ScoreboardLayout(capacity: remains.capacity).size)
            let ledger = if let shared { shared } else { Ledger(adopting: try Ledger.remains(remains.ledger)) }
            self.init(
                adopting: memory, alarm: Descriptor(owning: remains.alarm), capacity: remains.capacity,
                parking: parking, sets: sets(), ledger: ledger)
        } else {
            try self.init(name: remains.service, capacity: remains.capacity, parking: parking)
            // One that is being taken over from has the number of its successor, whose totals have its own in them.
            let shared = remains.isCurrent ? [remains.ledger] : []
            for number in [remains.memory, remains.alarm] + shared + remains.sets { _ = Descriptor(owning: number) }
            if remains.isCurrent {
                self.ledger.inherit(remains.totals)
                self.ledger.durations.inherit(remains.durations)
                self.ledger.skip(remains.totals.accepted)
            }
        }
    }
}
