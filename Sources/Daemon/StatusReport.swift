internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import PoolPolicy
internal import Prefork

/// What the daemon tells of itself, its services and its workers to whoever asks.
struct StatusReport {
    private let services: () -> [Service]
    private let start: (time: Duration, secondsSince1970: Double)
    private let reading: () -> ConfigurationReading
    private var state = "starting"
    private var upgrade: DaemonStatus.Upgrade?

    /// - Parameters:
    ///   - isUpgrade: whether this process was another program before.
    ///   - services: those of the configuration that holds.
    ///   - reading: which one that is.
    init(
        isUpgrade: Bool, services: @escaping () -> [Service], reading: @escaping () -> ConfigurationReading,
        now: Duration
    ) {
        upgrade = isUpgrade ? .underWay : nil
        self.services = services
        self.reading = reading
        start = (now, Double(WallClock.secondsSince1970()))
    }

    mutating func observe(_ event: SupervisorEvent) {
        switch event {
        case .ready: state = "serving"
        case .stopping: state = "stopping"
        case .upgrading: upgrade = .underWay
        case .upgraded: (upgrade, state) = (.done, "serving")
        case .upgradeFailed: upgrade = .failed
        case .resumed: (upgrade, state) = (.failed, "serving")
        default: break
        }
    }

    func status(_ pools: PoolOverview, _ log: DaemonLog, now: Duration) -> DaemonStatus {
        var status = DaemonStatus()
        status.version = preforkVersion
        status.pid = Int(ThisProcess.pid)
        status.state = state
        status.uptimeSeconds = Self.seconds(now - start.time)
        status.startTimeSeconds = start.secondsSince1970
        let reading = reading()
        status.configuration = reading.file
        status.configurationAgeSeconds = Self.seconds(max(.zero, now - reading.time))
        status.generation = reading.generation
        status.upgrade = upgrade
        status.logLevel = log.level.rawValue
        status.unrecorded = Int(clamping: log.lossCount)
        status.services = pools.summaries.enumerated().map { service($1, $0, pools) }
        return status
    }

    private func service(_ pool: PoolSummary, _ index: Int, _ pools: PoolOverview) -> ServiceStatus {
        let traffic = pools.traffic(of: index)
        let totals = traffic.totals
        var status = ServiceStatus()
        status.name = pool.name
        (status.condition, status.reason) = condition(pool)
        status.listeners = listeners(of: pool.name).map { listener in
            var status = ListenerStatus()
            status.address = listener.address.description
            status.queue = listener.countQueue()
            status.queuePeak = listener.queuePeak
            return status
        }
        status.queuePeak = status.listeners.compactMap(\.queuePeak).max() ?? 0
        (status.min, status.spare) = (pool.limits.min, pool.limits.spare)
        // The rest is room for those that take others' places.
        status.max = pool.isFixed ? pool.limits.min : pool.limits.max
        status.limit = pool.bindingLimit?.rawValue
        (status.starting, status.idle) = (pool.census.starting, pool.census.idle)
        (status.busy, status.retiring) = (pool.census.serving, pool.census.retiring)
        (status.accepted, status.served) = (Int(clamping: totals.accepted), Int(clamping: totals.served))
        (status.failed, status.crashed) = (Int(clamping: totals.failed), Int(clamping: totals.crashed))
        status.inHand = Int(clamping: totals.inHand)
        status.perSecond = (traffic.perSecond * 10).rounded() / 10
        (status.started, status.died) = (Int(clamping: totals.started), Int(clamping: totals.died))
        status.unrecorded = Int(clamping: totals.unrecorded)
        status.acceptsByItself = pool.isFixed
        status.historyStep = ServiceTraffic.spanLength
        if !pool.isFixed { Self.tell(traffic, in: &status) }
        (status.bytesReceived, status.bytesSent) = (Int(clamping: totals.received), Int(clamping: totals.sent))
        return status
    }

    private static func tell(_ traffic: ServiceTraffic, in status: inout ServiceStatus) {
        let (p50, p99) = (traffic.recentDurations.quantile(0.5), traffic.recentDurations.quantile(0.99))
        (status.durationP50, status.durationP99) = (p50.map(toMicroseconds), p99.map(toMicroseconds))
        status.durationSum = Double(traffic.durations.microseconds) / 1e6
        status.durations = traffic.durationClasses.map { seconds, count in
            var durations = DurationClass()
            (durations.bound, durations.count) = (seconds, Int(clamping: count))
            return durations
        }
        status.history = traffic.begun
    }

    private static func toMicroseconds(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

    private func condition(_ pool: PoolSummary) -> (ServiceStatus.Condition, String?) {
        if let failure = pool.failure { return (.failing, failure) }
        if let saturation = pool.saturation { return (.saturated, saturation) }
        if state == "stopping" { return (.stopping, nil) }
        if pool.isDraining { return (pool.census.live > 0 ? .draining : .drained, "an operator asked; clients wait") }
        return (pool.wasReady ? .ready : .starting, nil)
    }

    private func listeners(of service: String) -> [Listener] {
        services().first { $0.name == service }?.listeners ?? []
    }

    func workers(of name: String?, _ pools: PoolOverview, now: Duration) -> ReplySource {
        let chosen = pools.summaries.map(\.name).enumerated().filter { name == nil || $0.element == name }
        guard !chosen.isEmpty else { return .end(.failed(["there is no service \"\(name ?? "")\""])) }
        // Of one instant, and put into words as they are read.
        var rest = chosen.flatMap { place, service in pools.workers(of: place).map { (service, $0) } }[...]
        return ReplySource {
            guard let (service, worker) = rest.popFirst() else { return .end(.ok) }
            return .line(Self.worker(worker, of: service, now).json)
        }
    }

    private static func worker(_ worker: WorkerSummary, of service: String, _ now: Duration) -> WorkerStatus {
        var status = WorkerStatus()
        (status.service, status.pid, status.slot) = (service, Int(worker.pid), worker.id.slot)
        (status.generation, status.state) = (Int(worker.id.generation), worker.state.rawValue)
        status.seconds = seconds(max(.zero, now - worker.since))
        status.connections = Int(clamping: worker.connections)
        status.connection = worker.inHand.map { Int(clamping: $0.connection) }
        status.peer = worker.inHand?.peer.address?.description
        status.privateMemory = worker.privateMemory
        return status
    }

    /// To the millisecond.
    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.wholeMicroseconds / 1_000) / 1_000
    }
}
