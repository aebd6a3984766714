/// Counters of a slot, a pool or a service since the start: of connections and of workers. Accepted is served, failed, crashed and in hand together.
package struct Totals: Hashable, Sendable {
    package var accepted: UInt64 = 0
    package var served: UInt64 = 0
    package var failed: UInt64 = 0
    /// Their worker died with them in hand.
    package var crashed: UInt64 = 0
    package var received: UInt64 = 0
    package var sent: UInt64 = 0
    /// Journal records that could not be written.
    package var unrecorded: UInt64 = 0
    /// Workers.
    package var started: UInt64 = 0
    /// Of those: ended without having been asked.
    package var died: UInt64 = 0

    package init(
        accepted: UInt64 = 0, served: UInt64 = 0, failed: UInt64 = 0, crashed: UInt64 = 0, received: UInt64 = 0,
        sent: UInt64 = 0, unrecorded: UInt64 = 0, started: UInt64 = 0, died: UInt64 = 0
    ) {
        self.accepted = accepted
        self.served = served
        self.failed = failed
        self.crashed = crashed
        self.received = received
        self.sent = sent
        self.unrecorded = unrecorded
        self.started = started
        self.died = died
    }

    package static func += (sum: inout Totals, other: Totals) {
        sum.accepted &+= other.accepted
        sum.served &+= other.served
        sum.failed &+= other.failed
        sum.crashed &+= other.crashed
        sum.received &+= other.received
        sum.sent &+= other.sent
        sum.unrecorded &+= other.unrecorded
        sum.started &+= other.started
        sum.died &+= other.died
    }

    package var inHand: UInt64 { accepted &- served &- failed &- crashed }
}

/// The counters of a service.
package struct ServiceTotals: Hashable, Sendable {
    package let service: String
    package let totals: Totals
    /// Whether its connections are those of programs, and not counted.
    package let isAcceptor: Bool

    package init(service: String, totals: Totals, isAcceptor: Bool = false) {
        self.service = service
        self.totals = totals
        self.isAcceptor = isAcceptor
    }
}
