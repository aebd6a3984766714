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
