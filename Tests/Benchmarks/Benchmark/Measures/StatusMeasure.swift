import Glibc
import LinuxSystem
import LoadClient

/// How long the command takes that asks a daemon how it stands, at worst, in each kind of trouble. The start of the command
/// is in it.
package struct StatusMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.echo, workers: workers)
    }

    package var title: String { "status, \(work.max) workers" }

    package static let idle = Figure("idle: longest ms", digits: 1)
    package static let busy = Figure("all busy", digits: 1)
    package static let stopped = Figure("one stopped", digits: 1)
    package static let reloading = Figure("in a reload", digits: 1)
    package let figures: [Figure] = [Self.idle, Self.busy, Self.stopped, Self.reloading, .lost]

    package func suits(_ server: any Server) -> Bool { server is Preforkd }

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        let idle = try longest(server, pace)
        let (busy, lost) = try whileAllAreBusy(server) { try longest(server, pace) }
        let stopped = try whileOneIsStopped(server) { try longest(server, pace) }
        var reloading = Duration.zero
        for _ in 0..<pace.asks {
            try server.reload(changed: true)
            reloading = max(reloading, try server.ask())
        }
        return Sample([idle, busy, stopped, reloading].map(\.milliseconds) + [lost])
    }

    private func longest(_ server: ServerProcess, _ pace: Pace) throws -> Duration {
        try (0..<pace.asks).reduce(.zero) { longest, _ in max(longest, try server.ask()) }
    }

    private func whileAllAreBusy<Result>(
        _ server: ServerProcess, _ body: () throws -> Result
    ) throws -> (Result, lost: Double) {
        var exchange = server.exchange()
        exchange.end = .byClient(rounds: .max, pause: .seconds(1))
        let load = LoadThread(
            server.address, exchange, concurrency: work.max, while: { [workers = work.max] in $0 < workers })
        let deadline = MonotonicClock.now() + .seconds(20)
        while load.held < work.max, MonotonicClock.now() < deadline { usleep(1_000) }
        // Where not all were answered the others are lost, and told so.
        let result = Swift.Result { try body() }
        let traces = load.release()
        return (try result.get(), Double(Tally(traces).lost + work.max - traces.count))
    }

    private func whileOneIsStopped<Result>(_ server: ServerProcess, _ body: () throws -> Result) throws -> Result {
        guard let worker = server.tree.workers.first else { throw ServerProcess.Failure.cantBeAsked }
        kill(worker, SIGSTOP)
        defer { kill(worker, SIGCONT) }
        return try body()
    }
}
