import Glibc
import LoadClient

/// What workers take while nobody is there: when they are new, and when each has had a client.
package struct IdleMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.echo, workers: workers)
    }

    package var title: String { "\(work.max) idle workers" }
    package let isCounted = true

    /// Which figures of a worker are told at first and which afterwards.
    package static let used = Figure("after a client: PSS KiB/worker", digits: 1)
    package static let usedTables = Figure("page tables KiB/worker, after", digits: 1)

    package let figures: [Figure] = [
        .workerMemory, .workerTables, Self.used, Self.usedTables, .memory, .tables, .lost,
    ]

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        let new = Self.perWorker(server)
        var exchange = server.exchange(pause: pace.hold)
        exchange.patience = pace.patience
        var client = try LoadClient(server.address, exchange)
        let traces = client.burst(work.max)
        // Those who forked for a connection are about to end.
        usleep(100_000)
        let used = Self.perWorker(server)
        let all = server.tree.memory
        let sums = [all.proportional, all.pageTables].map { Double($0) / 1_024 }
        return Sample(new + used + sums + [Double(Tally(traces).lost)])
    }

    private static func perWorker(_ server: ServerProcess) -> [Double?] {
        let workers = server.tree.workers
        guard !workers.isEmpty else { return [nil, nil] }
        let all = ProcessTree.memory(of: workers)
        return [all.proportional, all.pageTables].map { Double($0) / Double(workers.count) }
    }
}
