import Glibc
import LinuxSystem
import LoadClient

/// Very many workers, each with a client that holds its connection, all at the same time.
package struct CrowdMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.echo, workers: workers)
    }

    package var title: String { "\(work.max) workers that hold as many echo connections" }
    package let isCounted = true
    package let figures: [Figure] = [.held, .memory, .tables, .lastAnswer, .lost]

    /// The others are not made for so many.
    package func suits(_ server: any Server) -> Bool { server is Preforkd || server is CReference }

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        try ResourceLimit.raise(.descriptors)
        // Until the last has come, and the memory of all was looked at.
        var exchange = server.exchange(pause: .seconds(15))
        exchange.patience = .seconds(60)
        var client = try LoadClient(server.address, exchange)
        var (most, memory) = (0, ProcessMemory?.none)
        let traces = client.burst(work.max) { held in
            most = max(most, held)
            if held == work.max, memory == nil { memory = server.tree.memory }
        }
        let begin = traces.map(\.began).min() ?? 0
        let last = traces.filter { $0.outcome == .served }.map { $0.answered - begin }.max()
        return Sample([
            Double(most), (memory?.proportional).map { Double($0) / 1_024 },
            (memory?.pageTables).map { Double($0) / 1_024 }, last?.asMilliseconds, Double(Tally(traces).lost),
        ])
    }
}
