package import DaemonConfiguration
internal import LinuxSystem
package import Prefork
internal import SystemPackage
internal import Web

/// The daemon from a validated plan to the last worker's end.
package struct Daemon {
    private let plan: DaemonPlan
    private let log: DaemonLog
    private let succession: Succession

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

    /// - Parameter succession: what this process was before, and can become.
    package init(
        plan: DaemonPlan, log: DaemonLog, succession: Succession = Succession(arguments: [], handover: nil)
    ) {
        self.plan = plan
        self.log = log
        self.succession = succession
    }

    /// Serves until it is asked to stop.
    /// - Parameter read: where the next configuration comes from, when one is asked for.
    /// - Returns: the exit status.
    package func run(read: @escaping ReadPlan) -> Int32 {
        SignalMask.block(SupervisorCommand.heldBack)
        // The supervisor needs two for each worker, three where a program says by itself that it is ready, and most systems
        // give 1024. Where it may not raise that, it lives with those.
        // Workers, and the programs that they start, are given what it was.
        let identities = IdentityAssembly(
            tries: succession.handover == nil,
            descriptors: succession.startedWith(try? ResourceLimit.raise(.descriptors)))
        succession.goOn(in: log, plan)
        let store = ListenerStore()
        do throws(StartFailures) {
            let configurator = try assemble(store, identities, read)
            succession.held = { configurator.held }
            return serve({ configurator.services }, store, configurator)
        } catch {
            return refuse(error.failures)
        }
    }

    /// Whoever else held the first configuration would hold its listeners through all reloads.
    private func assemble(
        _ store: ListenerStore, _ identities: IdentityAssembly, _ read: @escaping ReadPlan
    ) throws(StartFailures) -> Configurator {
        let open = try self.open(store, identities)
        let configurator = Configurator(open.configuration, identities, read: read, assembly, store: store)
        configurator.holdsLater(open.opening)
        return configurator
    }

    private var assembly: ServiceAssembly {
        ServiceAssembly(log: log, query: StatusQuery(succession.workerSocket.address))
    }

    /// The plan come true, with listeners that are open already and new ones. What is of no use is closed behind it.
    private func open(_ store: ListenerStore, _ identities: IdentityAssembly) throws(StartFailures) -> Opened {
        if succession.handover != nil { return try takeOver(store, identities) }
        let passed: PassedListeners
        do {
            passed = try PassedListeners()
        } catch {
            let failure = StartFailure(service: nil, reason: "the passed sockets: \(error)", cause: error)
            throw StartFailures(failures: [failure])
        }
        var listening = ServiceListeners(log: log, unfit: passed.unfit, patience: nil)
        let opening = listening.change(to: plan.services, from: passed.open)
        let configuration = try Configuration(
            plan, ConfigurationReading(plan), opening, identities, after: nil, listening.failures, assembly)
        passed.tellUnused(opening.left, log)
        // Not only closed: systemd holds what came from the store until it hears that it need not.
        for open in opening.left { open.listener.refuse() }
        store.change(keep: opening.added, letGo: opening.left, passed.unusable.map(\.name))
        return Opened(configuration: configuration, opening: nil)
    }

    private func takeOver(_ store: ListenerStore, _ identities: IdentityAssembly) throws(StartFailures) -> Opened {
        var listening = ServiceListeners(log: log, patience: ServiceListeners.patience)
        let opening = listening.change(to: plan.services, from: succession.inherited)
        do {
            let configuration = try Configuration(
                plan, succession.reading(plan), opening, identities, after: nil, listening.failures, assembly)
            if succession.role == .successor {
                return Opened(configuration: configuration, opening: opening)
            }
            store.change(keep: opening.added, letGo: opening.left)
            return Opened(configuration: configuration, opening: nil)
        } catch {
            opening.undo()
            throw error
        }
    }

    private struct Opened {
        let configuration: Configuration
        /// nil where it holds from the start.
        let opening: ListenerChange?
    }

    /// Runs services, whatever their handlers, with this daemon's log and before its service manager.
    package func serve(_ services: [Service]) -> Int32 {
        serve({ services }, ListenerStore(), nil)
    }

    private func serve(
        _ services: @escaping () -> [Service], _ store: ListenerStore, _ configurator: Configurator?
    ) -> Int32 {
        let reading = ConfigurationReading(plan)
        let control = controlDispatcher(services) { configurator?.held.reading ?? reading }
        let observer = DaemonObserver(EventLog(log: log), store, succession, control)
        observer.starting(within: services().map(\.limits.startTimeout).max() ?? .zero)
        let title = ProcessTitle()
        title.set("preforkd: supervisor")
        do {
            let inheritance = succession.handover.map {
                Inheritance(
                    handover: $0, listeners: { [succession] in succession.inherited.map(\.listener) },
                    role: succession.role)
            }
            try PreforkServer(services, drainTimeout: plan.drainTimeout).run(
                observer: observer, title: title, reconfigure: configurator?.reconfigure,
                programs: configurator == nil ? nil : succession.programs, inheritance: inheritance)
            return Exit.stopped
        } catch {
            return refuse([StartFailure(service: nil, reason: error.description, cause: error)])
        }
    }

    /// - Parameters:
    ///   - services: those of the configuration that holds.
    ///   - reading: which one that is.
    private func controlDispatcher(
        _ services: @escaping () -> [Service], _ reading: @escaping () -> ConfigurationReading
    ) -> ControlDispatcher? {
        let control = ControlAssembly(plan: plan, log: log)
        guard let socket = control.socket(for: succession.operatorSocket, succession.workerSocket) else { return nil }
        let report = StatusReport(
            isUpgrade: succession.handover != nil, services: services, reading: reading, now: MonotonicClock.now())
        return ControlDispatcher(socket, log: log, history: log.history, report: report)
    }

    private func refuse(_ failures: [StartFailure]) -> Int32 {
        for failure in failures { log.write(failure) }
        succession.goBack(because: failures.map(\.description), log)
        return Exit.systemRefused
    }
}

extension DaemonLog {
    func write(_ failure: StartFailure) {
        var fields = Fields().with(failure.cause)
        if let service = failure.service { fields = fields.with(.service, service) }
        write(.systemRefused, .error, failure.description, fields)
    }
}
