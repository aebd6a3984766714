package import LinuxSystem
internal import PoolPolicy
public import SystemPackage

/// Runs services in pre-forked workers until it is asked to stop: the whole library in one call.
///
/// ```swift
/// let listener = try Listener("127.0.0.1:7890")
/// try PreforkServer([Service("upper", listeners: [listener], handler: Upper())]).run()
/// ```
public struct PreforkServer {
    /// Made anew each time: who held them on would hold listeners that a reload has taken away.
    private let services: () -> [Service]
    private let drainTimeout: Duration

    /// A server that is ready to run.
    /// - Parameters:
    ///   - services: what it serves, each under a name of its own.
    ///   - drainTimeout: how long connections in hand may take after TERM or INT before they are cut off. Workers
    ///     whose supervisor has died keep the same limit.
    public init(_ services: [Service], drainTimeout: Duration = .seconds(30)) {
        self.init({ services }, drainTimeout: drainTimeout)
    }

    package init(_ services: @escaping () -> [Service], drainTimeout: Duration) {
        self.services = services
        self.drainTimeout = drainTimeout
    }

    /// Forks the workers and supervises them; returns after TERM or INT, once the last worker has ended.
    ///
    /// Call it before any thread was started: no Task, no Dispatch, no NIO before it. A handler may use them all,
    /// in the worker.
    ///
    /// It takes over signals and descriptor 0 of this process, and gives none of them back. Descriptor 0 becomes /dev/null.
    /// TERM, INT, HUP, USR1, USR2, TTIN and TTOU come to the supervisor, which ignores HUP, USR1 and USR2; IO is blocked,
    /// PIPE is ignored, and CHLD has its default meaning. Signals of a crash (ILL, TRAP, ABRT, BUS, FPE, SEGV) are
    /// described on stderr before they end the process, unless the program has handlers of its own for them. See
    /// <doc:Signals>.
    /// - Throws: `Errno` where shared memory, epoll or signals are refused. A refused fork is tried again.
    public func run() throws(Errno) {
        // Nobody would hear what the workers write, so they write where this process does.
        try run(observer: SilentObserver(), title: nil, readsOutput: false)
    }

    /// - Parameters:
    ///   - readsOutput: whether the observer is told what workers write to their stderr.
    ///   - reconfigure: what HUP goes over to; nil: to nothing.
    ///   - programs: what USR2 has this process become; nil: nothing else.
    ///   - inheritance: what an earlier program of this process has left.
    package func run(
        observer: some SupervisorObserver, title: ProcessTitle?, readsOutput: Bool = true,
        reconfigure: Reconfigure<Service>? = nil, programs: Programs? = nil, inheritance: Inheritance? = nil
    ) throws(Errno) {
        try StandardDescriptors.ensureOpen()
        try StandardDescriptors.closeInput()
        Signal.pipe.ignore()
        // Once and for all: each worker inherits it.
        try CrashHandler.install()
        // Ignored, which some parents leave behind, it would have the kernel bury our workers unseen.
        Signal.child.restoreDefault()
        let system = try LinuxSupervisorSystem(
            title: title, readsOutput: readsOutput, inherited: inheritance?.listeners ?? { [] },
            attention: observer.descriptor)
        var supervisor = Supervisor(
            drainTimeout: drainTimeout, seed: MonotonicClock.nanoseconds(), system: system, observer: observer,
            reconfigure: reconfigure, programs: programs)
        try begin(&supervisor, inheritance)
        supervisor.run()
    }

    private func begin<Observer>(
        _ supervisor: inout Supervisor<LinuxSupervisorSystem, Observer>, _ inheritance: Inheritance?
    ) throws(Errno) {
        guard let inheritance else { return try supervisor.open(services()) }
        switch inheritance.role {
        case .successor:
            let plan = services().map { Reconfiguration<Service>.Service(name: $0.name, change: .work($0)) }
            try supervisor.takeOver(
                inheritance.handover, Reconfiguration(drainTimeout: drainTimeout, services: plan))
        case .returned: try supervisor.resume(inheritance.handover, services().map { (name: $0.name, work: $0) })
        }
    }
}

/// Hears everything and says nothing.
private final class SilentObserver: SupervisorObserver {
    func observe(_ event: SupervisorEvent) {}
    func turnEnded(now: Duration, isNews: Bool, pools: PoolOverview) {}
    var descriptor: CInt? { nil }
    func attend(now: Duration) -> [SupervisorOrder] { [] }
    var deadline: Duration? { nil }
}
