internal import DaemonConfiguration
internal import Handlers
internal import PoolPolicy
internal import Prefork
internal import Web

/// From a service's plan and its listeners to the service that the supervisor runs.
struct ServiceAssembly {
    let log: DaemonLog
    /// How a worker asks how the daemon is.
    let query: StatusQuery

    func service(
        _ plan: ServicePlan, listeners: [Listener], identity: Identity, drainTimeout: Duration
    ) -> Service {
        let settings = WorkerSettings(
            identity: identity, program: plan.handler.programPath, drainTimeout: plan.drainTimeout,
            orphanTimeout: plan.drainTimeout ?? drainTimeout,
            keptDescriptors: identity.chroot == nil ? log.keptDescriptors : log.keptDescriptorsInChroot,
            recycling: plan.workers.recycling, wake: plan.workers.wake,
            scheduling: plan.scheduling,
            measuresMemory: plan.workers.max == .auto)
        var reports = ConnectionLog(log: log, service: plan.name, accounting: plan.accounting).reports

        let limits = Self.limits(plan.workers)

        func make(_ handler: some ConnectionHandler) -> Service {
            Service(
                plan.name, listeners: listeners, limits: limits, size: Self.size(plan.workers, slots: limits.max),
                settings: settings, reports: reports, handler: handler)
        }
        switch plan.handler {
        case .greeting(let message): return make(GreetingHandler(message: message))
        case .echo: return make(EchoHandler())
        case .discard: return make(DiscardHandler())
        case .chargen: return make(ChargenHandler())
        case .daytime: return make(DaytimeHandler())
        case .time: return make(TimeHandler())
        case .qotd(let quotes): return make(QuoteHandler(quotes: quotes))
        case .metrics(let hosts): return make(MetricsHandler(query, hosts: hosts ?? []))
        case .status(let hosts): return make(StatusHandler(query, hosts: hosts ?? []))
        case .acceptor(let program, let readiness):
            return Service(
                plan.name, listeners: listeners, limits: limits, settings: settings,
                acceptor: ProgramAssembly.acceptor(program, readiness: readiness, service: plan.name))
        case .program(let program, let timeLimit):
            let programLog = ProgramLog(log: log, service: plan.name)
            reports.began = { [began = reports.began] seat in
                began?(seat)
                programLog.become(seat)
            }
            return make(
                ProgramAssembly.handler(program, timeLimit: timeLimit, service: plan.name, reports: programLog.reports))
        }
    }

    /// Slots for "auto" are those that the daemon could ever fill; how many of them it fills is seen while it runs.
    private static func limits(_ plan: WorkerPlan) -> PoolLimits {
        switch plan.max {
        case .workers(let number): plan.limits(max: number)
        case .auto: plan.limits(max: Ceiling.hard(DaemonResources.read(), min: plan.min).workers)
        }
    }

    private static func size(_ plan: WorkerPlan, slots: Int) -> AutomaticSize? {
        plan.max == .auto ? AutomaticSize(slots: slots, maxUnavailable: plan.maxUnavailable) : nil
    }
}
