package import DaemonConfiguration
internal import LinuxSystem
package import Prefork
internal import SystemPackage

/// The daemon from a validated plan to the last worker's end.
package struct Daemon {
    private let plan: DaemonPlan
    private let log: DaemonLog

    /// Exit statuses, after sysexits.h.
    package enum Exit {
        package static let stopped: Int32 = 0
        /// EX_USAGE
        package static let wrongUsage: Int32 = 64
        /// EX_OSERR: the system refused.
        package static let systemRefused: Int32 = 71
        /// EX_CONFIG
        package static let wrongConfiguration: Int32 = 78
    }

    package init(plan: DaemonPlan, log: DaemonLog) {
        self.plan = plan
        self.log = log
    }

    /// Serves until it is asked to stop.
    /// - Parameter read: where the next configuration comes from, when one is asked for.
    /// - Returns: the exit status.
    package func run(read: @escaping ReadPlan) -> Int32 {
        // The supervisor needs three for each worker, and most systems give 1024. Where it may not, it lives with those.
        // Workers, and the programs that they start, are given what it was.
        let identities = IdentityAssembly(descriptors: try? ResourceLimit.raise(.descriptors))
        let store = ListenerStore()
        do {
            let configurator = Configurator(
                try configuration(store, identities), identities, read: read, log: log, store: store)
            return serve(configurator.services, store: store, reconfigure: configurator.reconfigure)
        } catch {
            return refuse(error.failures)
        }
    }

    /// The plan come true, with listeners that were passed and new ones. What is of no use is closed behind it.
    private func configuration(
        _ store: ListenerStore, _ identities: IdentityAssembly
    ) throws(StartFailures) -> Configuration {
        let passed: PassedListeners
        do {
            passed = try PassedListeners()
        } catch {
            throw StartFailures(failures: [StartFailure(service: nil, reason: "the passed sockets: \(error)")])
        }
        var listening = ServiceListeners(log: log, unfit: passed.unfit)
        let opening = listening.change(to: plan.services, from: passed.open)
        let configuration = try Configuration(plan, opening, identities, after: nil, listening.failures, log)
        passed.tellUnused(opening.left, log)
        // Not only closed: systemd holds what came from the store until it hears that it need not.
        for open in opening.left { open.listener.refuse() }
        store.change(keep: opening.added, letGo: opening.left, passed.unusable.map(\.name))
        return configuration
    }

    /// Runs services, whatever their handlers, with this daemon's log and before its service manager.
    package func serve(_ services: [Service]) -> Int32 {
        serve(services, store: ListenerStore(), reconfigure: nil)
    }

    private func serve(_ services: [Service], store: ListenerStore, reconfigure: Reconfigure<Service>?) -> Int32 {
        let observer = DaemonObserver(EventLog(log: log), store)
        observer.starting(within: services.map(\.limits.startTimeout).max() ?? .zero)
        let title = ProcessTitle()
        title.set("preforkd: supervisor")
        do {
            try PreforkServer(services, drainTimeout: plan.drainTimeout).run(
                observer: observer, title: title, reconfigure: reconfigure)
            return Exit.stopped
        } catch {
            return refuse([StartFailure(service: nil, reason: error.description)])
        }
    }

    private func refuse(_ failures: [StartFailure]) -> Int32 {
        for failure in failures { log.write(failure) }
        return Exit.systemRefused
    }
}

extension DaemonLog {
    func write(_ failure: StartFailure) {
        var fields = Fields()
        if let service = failure.service { fields = fields.with(.service, service) }
        write(.systemRefused, .error, failure.description, fields)
    }
}
