package import Prefork

/// One service: where it listens, what it answers and with how many workers.
package struct ServicePlan: Hashable, Sendable {
    package var name: String
    package var listen: [ListenAddress]
    package var options: ListenerOptions
    package var handler: HandlerPlan
    package var workers: WorkerPlan
    package var identity: IdentityPlan
    package var accounting: Accounting
    /// How long its connections in hand may take to finish at a stop; nil leaves the daemon's drain-timeout.
    package var drainTimeout: Duration?
    /// Where its name is written.
    package var place: Place

    package init(
        name: String, listen: [ListenAddress], options: ListenerOptions = ListenerOptions(), handler: HandlerPlan,
        workers: WorkerPlan = WorkerPlan(), identity: IdentityPlan = IdentityPlan(),
        accounting: Accounting = .errors, drainTimeout: Duration? = nil, place: Place = .builtIn
    ) {
        self.name = name
        self.listen = listen
        self.options = options
        self.handler = handler
        self.workers = workers
        self.identity = identity
        self.accounting = accounting
        self.drainTimeout = drainTimeout
        self.place = place
    }
}

extension ServicePlan {
    /// What is written, or else what suits the handler.
    package var scheduling: WorkerScheduling {
        get { workers.scheduling ?? handler.name.scheduling }
        // What is as it would be anyway is the same plan, however it is written.
        set { workers.scheduling = newValue == handler.name.scheduling ? nil : newValue }
    }

    /// Whether its workers are the same, whatever their number and wherever it is written.
    package func hasSameWorkers(as other: ServicePlan) -> Bool {
        var copy = self
        copy.place = other.place
        copy.workers.setNumbers(as: other.workers)
        return copy == other
    }

    /// What a service is before its keys are read: every default, and placeholders for what is required.
    static let blank = ServicePlan(name: "", listen: [], handler: .discard)
}

/// Which connections get a record in the journal.
package enum Accounting: String, CaseIterable, Hashable, Sendable {
    case off, errors, all
}
