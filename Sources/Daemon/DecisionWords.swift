internal import Control
internal import PoolPolicy
internal import Prefork

/// A decision in words, with the numbers that led to it.
struct DecisionWords: CustomStringConvertible {
    private let decision: Decision
    private let isAcceptor: Bool

    /// - Parameter isAcceptor: nobody sees the clients of the pool.
    init(_ decision: Decision, isAcceptor: Bool) {
        self.decision = decision
        self.isAcceptor = isAcceptor
    }

    var description: String {
        switch decision.kind {
        case .spawned(let count, .demand): "grew by \(count) from \(pool)"
        case .spawned(let count, .minimum): "spawned \(count) for the minimum, at \(pool)"
        case .spawned(let count, .death): "spawned \(count) in the place of the dead, at \(pool)"
        case .spawned(let count, .recycling): "spawned \(count) in the place of the worn, at \(pool)"
        case .spawned(_, .reload): "spawned the first of the new configuration, on trial"
        case .retired(let count): "shrinks by \(count) from \(pool)"
        case .recycled(_, let pid, let wear): "worker \(pid) is worn (\(wear.key)) and was asked to retire, at \(pool)"
        case .forkRefused(let error): "can't start a worker: \(error); trying again until it can"
        case .throttled(let delay, .startFailed, let failures):
            "workers fail to start (\(failures) in a row); the next is tried in \(LogDuration(delay))"
        case .throttled(let delay, .forkRefused, let failures):
            "workers can't be forked (\(Counted(failures, "time")) in a row); the next is tried in \(LogDuration(delay))"
        case .saturated(let report, let limit): saturation(report, limit)
        case .bounded(let ceiling): "at most \(Counted(ceiling.workers, "worker")): \(CeilingWords(ceiling))"
        case .scaled(let limits): "the minimum is \(Counted(limits.min, "worker")) now, the maximum \(limits.max)"
        }
    }

    private var pool: String {
        let census = decision.census
        if isAcceptor {
            return
                "\(Counted(census.live, "worker")): \(census.ready) running, \(census.starting) starting, \(census.retiring) retiring"
        }
        return """
            \(Counted(census.live, "worker")): \(census.serving) busy, \(census.idle) idle, \(census.starting) starting, \
            \(Counted(census.waiting, "client")) waiting
            """
    }

    private func saturation(_ report: Saturation.Report, _ limit: BindingLimit?) -> String {
        let workers =
            switch report.workers {
            case 0: "there was no worker yet"
            case 1: "its worker was busy"
            default: "all \(report.workers) workers were busy"
            }
        let retiring = Counted(report.leaving, "other worker", ("was", "were"))
        let time = LogDuration(report.lasted)
        let end = report.goesOn ? "and it goes on" : "and that is over"
        return """
            saturated: clients waited for \(time) while \(workers)\(report.leaving > 0 ? " and \(retiring) retiring" : ""), up to \(report.peak) at once, \
            \(end); \(limit.map(\.sentence) ?? "raise workers.max")
            """
    }
}
