import Prefork

/// All that the daemon is to do: a validated configuration, swapped whole.
package struct DaemonPlan: Hashable, Sendable {
    package var logLevel: LogLevel
    /// How long connections in hand may take to finish after a stop was asked for.
    package var drainTimeout: Duration
    package var control: ControlPlan
    /// Whose members may use it, by name or number, besides root and the daemon's own user.
    package var controlGroup: String?
    /// In the order they were written, the main file's first.
    package var services: [ServicePlan]
    /// The files that were read; none for the built-in default.
    package var sources: [String]

    package init(
        logLevel: LogLevel = .info, drainTimeout: Duration = .seconds(30), control: ControlPlan = .auto,
        controlGroup: String? = nil, services: [ServicePlan] = [], sources: [String] = []
    ) {
        self.logLevel = logLevel
        self.drainTimeout = drainTimeout
        self.control = control
        self.controlGroup = controlGroup
        self.services = services
        self.sources = sources
    }

    /// Whether all that workers know of the daemon itself is the same.
    package func hasSameSurroundings(as other: DaemonPlan) -> Bool {
        drainTimeout == other.drainTimeout
    }

    /// What runs where no file says otherwise: one greeting on the loopback addresses.
    package static let builtIn = DaemonPlan(services: [
        ServicePlan(
            name: "smile",
            listen: [.host("127.0.0.1", port: 7890), .host("::1", port: 7890)],
            handler: .greeting(message: "Smile from the server\n"),
            accounting: .all)
    ])
}

/// Which records reach the journal: this urgent or more.
package enum LogLevel: String, CaseIterable, Hashable, Sendable {
    case debug, info, notice, warning, error
}
