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
        var binding = ServiceListeners(log: log)
        let listeners = binding.bind(plan.services)
        var failures = binding.failures
        var services: [Service] = []
        for (service, listeners) in zip(plan.services, listeners) {
            switch ServiceAssembly.credentials(service) {
            case .failure(let reason): failures.append(StartFailure(service: service.name, reason: reason.words))
            case .success(let credentials) where failures.isEmpty:
                services.append(
                    ServiceAssembly.service(
                        service, listeners: listeners, credentials: credentials, drainTimeout: plan.drainTimeout,
                        log: log))
            case .success: break
            }
        }
        return failures.isEmpty ? serve(services) : refuse(failures)
    }

    /// Runs services, whatever their handlers, with this daemon's log and before its service manager.
    package func serve(_ services: [Service]) -> Int32 {
        let observer = DaemonObserver(EventLog(log: log, services: services.map(\.name)))
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
