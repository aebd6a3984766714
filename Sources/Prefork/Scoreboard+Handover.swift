internal import LinuxSystem
internal import SystemPackage

/// A scoreboard that an earlier program of this process has made.
extension Scoreboard {
    /// Takes it over. Where this program does not know its layout, it is left alone for the one of another: the counters
    /// go on, and nothing else is known of its workers than what their wait statuses tell.
    /// - Parameters:
    ///   - sets: where its workers wait, once it can be had.
    ///   - shared: the service's ledger, where another of its pools came with it before.
    /// - Throws: while every descriptor still is nobody's, so that they can be handed back.
    convenience init(
        _ handed: PoolHandover, parking: ParkingRules, sets: () -> [ListenerSet], ledger shared: Ledger?
    ) throws(Errno) {
        if handed.isReadable {
            let memory = try SharedMemory.Handed(
                handed.memory, size: ScoreboardLayout(capacity: handed.capacity).size)
            let ledger = if let shared { shared } else { Ledger(adopting: try Ledger.handed(handed.ledger)) }
            self.init(
                adopting: memory, alarm: Descriptor(owning: handed.alarm), capacity: handed.capacity,
                parking: parking, sets: sets(), ledger: ledger)
        } else {
            try self.init(name: handed.service, capacity: handed.capacity, parking: parking, ledger: shared)
            // The totals of the one that its service has are those of its predecessors too.
            if handed.isCurrent {
                self.ledger.inherit(handed.totals)
                self.ledger.durations.inherit(handed.durations)
                self.ledger.skip(handed.totals.accepted)
            }
        }
    }
}
