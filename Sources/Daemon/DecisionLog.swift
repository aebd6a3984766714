internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import PoolPolicy
internal import Prefork
internal import SystemPackage

/// The decisions on the pools as log records, and the last of them kept for whoever asks why.
struct DecisionLog {
    private let log: DaemonLog
    private let services: LoggedServices
    private var forkRefusals = RepeatLimit()
    /// Each with its service: the index of its pool may be another service's by the time that somebody asks.
    private var last = Ring<(time: Duration, decision: Decision, service: LoggedService)>(capacity: 256)

    init(log: DaemonLog, services: LoggedServices) {
        self.log = log
        self.services = services
    }

    mutating func write(_ decision: Decision, now: Duration) {
        let service = services[decision.pool]
        last.append((now, decision, service))
        var more = ""
        if case .forkRefused = decision.kind {
            guard let suppressed = forkRefusals.admit(at: now) else { return }
            if suppressed > 0 { more = "; \(Counted(suppressed, "more such failure", ("was", "were"))) not written" }
        }
        let (kind, level) = Self.rank(decision.kind)
        log.write(kind, level, "\(Self.words(decision, service))\(more)", Self.fields(decision, service))
    }

    /// The last few decisions, from the oldest on.
    func writeLast() {
        let now = MonotonicClock.now()
        for (time, decision, service) in last.elements.suffix(Self.few) {
            log.write(
                .decision, .notice, "\(LogDuration(now - time)) ago: \(Self.words(decision, service))",
                Self.fields(decision, service))
        }
    }

    private static let few = 16

    /// What kind of record each decision is, and how urgent.
    private static func rank(_ kind: Decision.Kind) -> (EventKind, LogLevel) {
        switch kind {
        case .spawned(_, .demand): (.poolGrew, .info)
        case .spawned: (.poolGrew, .debug)
        case .retired: (.poolShrank, .info)
        case .recycled(_, _, .memory): (.workerRecycled, .info)
        case .recycled: (.workerRecycled, .debug)
        case .forkRefused: (.forkFailed, .error)
        // Told with the refusal that it follows.
        case .throttled(_, .forkRefused, _): (.startsThrottled, .debug)
        case .throttled: (.startsThrottled, .warning)
        case .saturated: (.poolSaturated, .warning)
        case .scaled: (.boundsChanged, .notice)
        case .bounded: (.poolBounded, .info)
        }
    }

    private static func words(_ decision: Decision, _ service: LoggedService) -> String {
        "\(service.name): \(DecisionWords(decision, isAcceptor: service.isAcceptor))"
    }

    private static func fields(_ decision: Decision, _ service: LoggedService) -> Fields {
        let service = service.name
        return switch decision.kind {
        case .recycled(let worker, let pid, _): Fields().with(service: service, worker, pid: pid)
        case .forkRefused(let error): Fields().with(.service, service).with(error)
        case .saturated(let report, _):
            Fields().with(.service, service).with(.durationMicroseconds, report.lasted.wholeMicroseconds)
        case .spawned, .retired, .throttled, .scaled, .bounded: Fields().with(.service, service)
        }
    }
}
