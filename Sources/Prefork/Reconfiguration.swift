package import PoolPolicy

/// What the services are to be from now on, seen from what they are.
package struct Reconfiguration<Work> {
    /// How long connections in hand may take after a stop was asked for.
    package var drainTimeout: Duration
    /// In the order in which they are named to people. A service that runs and is not among them is to end.
    package var services: [Service]

    package struct Service {
        package let name: String
        package let change: Change

        package init(name: String, change: Change) {
            self.name = name
            self.change = change
        }
    }

    /// What is to become of a service.
    package enum Change {
        /// Its workers serve on.
        case none
        /// Its workers serve on, more or fewer of them.
        case limits(PoolLimits)
        /// It is new, or takes the place of the one that has its name.
        case work(Work)
    }

    package init(drainTimeout: Duration, services: [Service]) {
        self.drainTimeout = drainTimeout
        self.services = services
    }
}

/// Why a reload came to nothing.
package enum ReloadFailure: Error, Hashable, Sendable {
    /// The configuration is wrong, or what it asks for can't be had.
    case refused(String)
    /// The first worker of the new configuration did not become ready.
    case notReady(service: String, String)
    /// The daemon ends.
    case stopping
}

/// Where the supervisor gets its next configuration from.
package struct Reconfigure<Work> {
    /// Reads and checks it, and has ready what it needs. Nothing that serves may change by that.
    package let prepare: () -> Result<Reconfiguration<Work>, ReloadFailure>
    /// It holds from now on, and no listener is kept for it that it does not name: how those end is for the workers that
    /// have them. Or it came to nothing, and what was got ready for it goes.
    package let settle: (_ holds: Bool) -> Void

    package init(
        prepare: @escaping () -> Result<Reconfiguration<Work>, ReloadFailure>, settle: @escaping (_ holds: Bool) -> Void
    ) {
        self.prepare = prepare
        self.settle = settle
    }
}
