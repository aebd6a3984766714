internal import DaemonConfiguration
internal import LinuxSystem
internal import Prefork

/// A plan come true: its listeners are open, and its services can be run.
struct Configuration {
    let plan: DaemonPlan
    let reading: ConfigurationReading
    /// In the order of the plan's services.
    let listeners: [[OpenListener]]
    /// As they run: one that has not changed is that of an earlier configuration.
    private(set) var services: [Service] = []
    /// What becomes of each.
    private(set) var changes: [Reconfiguration<Service>.Change] = []
    /// A socket unit's that no service has. They are not closed, for the unit goes on to listen, and a later plan may
    /// want them.
    let unused: [OpenListener]

    var open: [OpenListener] { listeners.flatMap(\.self) + unused }

    /// - Parameters:
    ///   - reading: which one it is.
    ///   - opening: from what was open to what the plan wants.
    ///   - identities: for workers of services that are new or others.
    ///   - old: what runs now; nil: nothing does.
    ///   - failures: why not all could be opened.
    /// - Throws: those failures and why else it can't be run, for each service that can't.
    init(
        _ plan: DaemonPlan, _ reading: ConfigurationReading, _ opening: ListenerChange, _ identities: IdentityAssembly,
        after old: Configuration?,
        _ failures: [StartFailure], _ assembly: ServiceAssembly
    ) throws(StartFailures) {
        (self.plan, self.reading) = (plan, reading)
        listeners = opening.services
        unused = opening.left.filter { $0.source == .unit }
        var failures = failures
        for index in plan.services.indices {
            if let old, let (service, change) = unchanged(index, old) {
                services.append(service)
                changes.append(change)
                continue
            }
            do throws(StartFailure.Reason) {
                let identity = try identities.identity(plan.services[index])
                guard failures.isEmpty else { continue }
                let service = assembly.service(
                    plan.services[index], listeners: listeners[index].map(\.listener), identity: identity,
                    drainTimeout: plan.drainTimeout)
                services.append(service)
                changes.append(.work(service))
            } catch {
                failures.append(StartFailure(service: plan.services[index].name, reason: error.words))
            }
        }
        guard failures.isEmpty else { throw StartFailures(failures: failures) }
    }

    var reconfiguration: Reconfiguration<Service> {
        Reconfiguration(
            drainTimeout: plan.drainTimeout,
            services: zip(services, changes).map { .init(name: $0.name, change: $1) })
    }

    /// The service of the old configuration that runs on; nil where its workers are to be others.
    private func unchanged(_ index: Int, _ old: Configuration) -> (Service, Reconfiguration<Service>.Change)? {
        let new = plan.services[index]
        guard plan.hasSameSurroundings(as: old.plan),
            let before = old.plan.services.firstIndex(where: { $0.name == new.name }),
            new.hasSameWorkers(as: old.plan.services[before]),
            listeners[index].elementsEqual(old.listeners[before], by: { $0.listener === $1.listener })
        else { return nil }
        let service = old.services[before]
        if new.workers == old.plan.services[before].workers { return (service, .none) }
        // A pool has the slots that it was made with, and "auto" its own ways.
        guard case .workers(let most) = new.workers.max, service.size == nil, service.kind == .handler,
            most <= service.limits.max
        else {
            return nil
        }
        return (service, .limits(new.workers.limits(max: most)))
    }
}

/// Why a plan can't be run though it is right.
struct StartFailures: Error {
    let failures: [StartFailure]
}
