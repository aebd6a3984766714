package import LinuxSystem
public import PoolPolicy
internal import SystemPackage

/// A configured set of listeners with one handler and one pool.
public struct Service {
    /// What errors, titles and records call it.
    public let name: String
    /// Where clients connect, in the order in which they were given.
    public let listeners: [Listener]
    /// How many workers there may be, and for how long.
    public let limits: PoolLimits
    package let settings: WorkerSettings
    /// Makes the maximum follow what the daemon is given, up to that of `limits`; nil where it is as it says.
    package let size: AutomaticSize?
    package let kind: WorkerKind
    /// What a new worker does after the fork; ends the process.
    package let work: (WorkerSeat, _ supervisor: Int32, ProcessTitle?) -> Never

    /// A service whose workers serve connections with copies of `handler`.
    /// - Precondition: there is at least one listener, and there are at most ``maximumListeners``.
    /// - Parameters:
    ///   - name: what it is to be called; no other service of the server may have the name.
    ///   - listeners: where clients connect. Workers take from all of them.
    ///   - limits: how many workers there may be. Each has a slot in shared memory from the start, up to `limits.max`.
    ///   - recycling: when a worker is replaced though it is well. By default never.
    ///   - wake: which idle worker takes the next connection.
    ///   - scheduling: `.batch` for a handler that answers at once and waits for no client.
    ///   - keeping: descriptors that the handler opened before the fork and needs in the workers. All others
    ///     are closed there, so a handler that holds one which is not named here would find a stranger under its number.
    ///   - handler: copied into each worker by the fork; ``ConnectionHandler/start()`` is called there.
    public init(
        _ name: String, listeners: [Listener], limits: PoolLimits = PoolLimits(), recycling: Recycling = .never,
        wake: WakeOrder = .lifo, scheduling: WorkerScheduling = .other, keeping: [CInt] = [],
        handler: some ConnectionHandler
    ) {
        self.init(
            name, listeners: listeners, limits: limits,
            settings: WorkerSettings(
                keptDescriptors: keeping, recycling: recycling, wake: wake, scheduling: scheduling),
            reports: WorkerReports(), handler: handler)
    }

    package init(
        _ name: String, listeners: [Listener], limits: PoolLimits, size: AutomaticSize? = nil,
        settings: WorkerSettings, reports: WorkerReports, handler: some ConnectionHandler
    ) {
        let handler = FixedPlace(handler)
        let startup = HandlerStartup(settings: settings, reports: FixedPlace(reports))
        self.init(name, listeners, limits, size, settings, .handler) { seat, supervisor, title in
            startup.run(handler, in: seat, under: supervisor, titled: title)
        }
    }

    /// What is left of a service that an earlier program ran: nobody is started in it.
    init(handed: PoolHandover, _ listeners: [Listener]) {
        name = handed.service
        self.listeners = handed.listeners.compactMap { number in listeners.first { $0.rawValue == number } }
        limits = PoolLimits(min: 0, max: handed.capacity, spare: 0)
        settings = WorkerSettings()
        kind = handed.kind
        size = nil
        work = { _, _, _ in preconditionFailure("nobody is started in a pool of another program") }
    }

    var poolSettings: PoolSettings {
        PoolSettings(
            name: name, limits: limits, maxAge: settings.recycling.maxAge, size: size,
            drainTimeout: settings.drainTimeout, kind: kind)
    }

    /// A service whose workers become a program, `limits.min` of them.
    package init(
        _ name: String, listeners: [Listener], limits: PoolLimits, settings: WorkerSettings, acceptor: Acceptor
    ) {
        var limits = limits
        limits.max = limits.min + limits.replacing
        self.init(name, listeners, limits, nil, settings, .program(acceptor.readiness)) { seat, supervisor, _ in
            AcceptorStartup(acceptor: acceptor, seat: seat, supervisor: supervisor, settings: settings).run()
        }
    }

    private init(
        _ name: String, _ listeners: [Listener], _ limits: PoolLimits, _ size: AutomaticSize?,
        _ settings: WorkerSettings, _ kind: WorkerKind, work: @escaping (WorkerSeat, Int32, ProcessTitle?) -> Never
    ) {
        precondition(!listeners.isEmpty, "a service listens somewhere")
        precondition(
            listeners.count <= Self.maximumListeners, "at most \(Self.maximumListeners) listeners in a service")
        limits.check()
        self.name = name
        self.listeners = listeners
        self.limits = limits
        self.size = size
        self.settings = settings
        self.kind = kind
        self.work = work
    }

    var parking: ParkingRules { ParkingRules(settings.wake, settings.scheduling) }

    /// What the supervisor and the workers share.
    func makeScoreboard(_ ledger: Ledger?) throws(Errno) -> Scoreboard {
        var sets: [ListenerSet] = []
        if kind == .handler, listeners.count > 1 {
            for _ in 0..<min(parking.sets, limits.max) { sets.append(try ListenerSet(listeners)) }
        }
        return try Scoreboard(name: name, capacity: limits.max, parking: parking, sets: sets, ledger: ledger)
    }

    /// The most listeners that a service can have. More are a programming error, and trap: the signal handler that
    /// retires a worker has room for this many.
    public static let maximumListeners = 64
}
