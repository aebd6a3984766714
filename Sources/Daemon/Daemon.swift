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
    /// - Returns: the exit status.
    package func run() -> Int32 {
        // The supervisor needs three for each worker, and most systems give 1024. Where it may not, it lives with those.
        _ = try? ResourceLimit.raise(.descriptors)
        let store = ListenerStore()
        let (listeners, refused) = listen(store)
        var failures = refused
        var services: [Service] = []
        for (service, listeners) in zip(plan.services, listeners) {
            switch ServiceAssembly.credentials(service) {
            case .failure(let reason): failures.append(StartFailure(service: service.name, reason: reason.words))
            case .success(let credentials) where failures.isEmpty:
                services.append(
                    ServiceAssembly.service(
                        service, listeners: listeners.map(\.listener), credentials: credentials,
                        drainTimeout: plan.drainTimeout, log: log))
            case .success: break
            }
        }
        return failures.isEmpty ? serve(services, store: store) : refuse(failures)
    }

    /// The listeners of each service, from those that were passed and new ones. What is of no use is closed behind it.
    private func listen(_ store: ListenerStore) -> (listeners: [[OpenListener]], failures: [StartFailure]) {
        let passed: PassedListeners
        do {
            passed = try PassedListeners()
        } catch {
            return ([], [StartFailure(service: nil, reason: "the passed sockets: \(error)")])
        }
        var listening = ServiceListeners(log: log, unfit: passed.unfit)
        let change = listening.change(to: plan.services, from: passed.open)
        guard listening.failures.isEmpty else { return ([], listening.failures) }
        passed.tellUnused(change.left, log)
        // Not only closed: systemd holds what came from the store until it hears that it need not.
        for open in change.left { open.listener.refuse() }
        store.change(keep: change.added, letGo: change.left, passed.unusable.map(\.name))
        return (change.services, [])
    }

    /// Runs services, whatever their handlers, with this daemon's log and before its service manager.
    package func serve(_ services: [Service]) -> Int32 {
        serve(services, store: ListenerStore())
    }

    private func serve(_ services: [Service], store: ListenerStore) -> Int32 {
        let observer = DaemonObserver(EventLog(log: log, services: services.map(\.name)), store)
        observer.starting(within: services.map(\.limits.startTimeout).max() ?? .zero)
        let title = ProcessTitle()
        title.set("preforkd: supervisor")
        do {
            try PreforkServer(services, drainTimeout: plan.drainTimeout).run(observer: observer, title: title)
            return Exit.stopped
        } catch {
            return refuse([StartFailure(service: nil, reason: error.description)])
        }
    }

    private func refuse(_ failures: [StartFailure]) -> Int32 {
        for failure in failures {
            var fields = Fields()
            if let service = failure.service { fields = fields.with(.service, service) }
            log.write(.systemRefused, .error, failure.description, fields)
        }
        return Exit.systemRefused
    }
}
