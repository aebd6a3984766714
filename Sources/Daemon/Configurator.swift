package import DaemonConfiguration
internal import Prefork

/// Keeps the configuration that holds, and has the next one ready when the supervisor asks for it.
final class Configurator {
    private var identities: IdentityAssembly
    private let read: ReadPlan
    private let log: DaemonLog
    private let assembly: ServiceAssembly
    private let store: ListenerStore
    /// The configuration that holds.
    private(set) var held: Configuration
    private var next: (configuration: Configuration, opening: ListenerChange)?

    init(
        _ held: Configuration, _ identities: IdentityAssembly, read: @escaping ReadPlan,
        _ assembly: ServiceAssembly, store: ListenerStore
    ) {
        self.held = held
        self.identities = identities
        self.identities.tries = false
        self.read = read
        log = assembly.log
        self.assembly = assembly
        self.store = store
    }

    /// Those of the configuration that holds.
    var services: [Service] { held.services }

    /// The configuration that this one began with is on trial: its listeners are not the service manager's business yet.
    func holdsLater(_ opening: ListenerChange?) {
        if let opening { next = (held, opening) }
    }

    var reconfigure: Reconfigure<Service> {
        Reconfigure(prepare: { [self] in prepare() }, settle: { [self] holds in settle(holds) })
    }

    private func prepare() -> Result<Reconfiguration<Service>, ReloadFailure> {
        let plan: DaemonPlan
        do {
            plan = try read()
        } catch {
            log.write(error)
            return .failure(.refused(Self.summary(error.errors.map(\.description))))
        }
        var listening = ServiceListeners(log: log, patience: ServiceListeners.patience)
        let opening = listening.change(to: plan.services, from: held.open)
        do {
            let configuration = try Configuration(
                plan, held.reading.next(plan), opening, identities, after: held, listening.failures, assembly)
            next = (configuration, opening)
            return .success(configuration.reconfiguration)
        } catch {
            opening.undo()
            for failure in error.failures { log.write(failure) }
            return .failure(.refused(Self.summary(error.failures.map(\.description))))
        }
    }

    private func settle(_ holds: Bool) {
        guard let (configuration, opening) = next.take() else { return }
        guard holds else { return opening.undo() }
        // What somebody set it to since stays, unless the file has changed.
        if configuration.plan.logLevel != held.plan.logLevel { log.level = configuration.plan.logLevel }
        held = configuration
        store.change(keep: opening.added, letGo: opening.left)
    }

    /// All of it is in the log.
    static func summary(_ reasons: [String]) -> String {
        let more = reasons.count > 1 ? " (and \(reasons.count - 1) more)" : ""
        return (reasons.first ?? "") + more
    }
}

/// Reads and checks the configuration as it is now.
package typealias ReadPlan = () throws(ConfigurationErrors) -> DaemonPlan
