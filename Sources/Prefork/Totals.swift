/// Counters of a slot, a pool or a service since the start. Accepted is served, failed, crashed and in hand together.
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

    package init(
        accepted: UInt64 = 0, served: UInt64 = 0, failed: UInt64 = 0, crashed: UInt64 = 0, received: UInt64 = 0,
        sent: UInt64 = 0, unrecorded: UInt64 = 0
    ) {
        self.accepted = accepted
        self.served = served
        self.failed = failed
        self.crashed = crashed
        self.received = received
        self.sent = sent
        self.unrecorded = unrecorded
    }

    package static func += (sum: inout Totals, other: Totals) {
        sum.accepted &+= other.accepted
        sum.served &+= other.served
        sum.failed &+= other.failed
        sum.crashed &+= other.crashed
        sum.received &+= other.received
        sum.sent &+= other.sent
        sum.unrecorded &+= other.unrecorded
    }

    package var inHand: UInt64 { accepted &- served &- failed &- crashed }
}

/// The counters of a service.
package struct ServiceTotals: Hashable, Sendable {
    package let service: String
    package let totals: Totals

    package init(service: String, totals: Totals) {
        self.service = service
        self.totals = totals
    }
}
