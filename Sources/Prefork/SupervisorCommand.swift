package import LinuxSystem

/// What an operator can ask of the supervisor. The table below is the only map from signals to meanings.
package enum SupervisorCommand: Hashable, Sendable, CaseIterable {
    /// Retire every worker, then end; a second time: end at once.
    case stop
    /// Read the configuration and go over to it.
    case reload
    /// Become the program that is installed now.
    case upgrade
    /// Write the counters to the log.
    case report
    /// One worker more in the minimum of each pool.
    case raiseMinimum
    /// One worker fewer in it.
    case lowerMinimum

    package static let table: [(signal: Signal, command: SupervisorCommand)] = [
        (.terminate, .stop),
        (.interrupt, .stop),
        (.user1, .report),
        (.hangup, .reload),
        (.user2, .upgrade),
        (.terminalInput, .raiseMinimum),
        (.terminalOutput, .lowerMinimum),
    ]

    package init?(_ signal: Signal) {
        guard let row = Self.table.first(where: { $0.signal == signal }) else { return nil }
        self = row.command
    }

    /// Those that come before the supervisor is there and are held back for it, where they would end the process.
    package static var heldBack: [Signal] { table.filter { $0.command != .stop }.map(\.signal) }

    /// Every signal that the supervisor takes.
    package static var signals: [Signal] { table.map(\.signal) }
}
