import LinuxSystem
import LoadClient

/// Clients that come one after the other, so many at a time, each for one answer.
package struct ConnectionsMeasure: Measure {
    package let work: Work
    private let clients: Int

    package init(_ handler: Work.Handler, workers: Int, clients: Int) {
        work = Work(handler, workers: workers)
        self.clients = clients
    }

    package var title: String {
        "\(work.handler.rawValue), \(work.max) workers, \(clients) \(clients == 1 ? "client" : "clients")"
    }

    package var needs: [Need] { work.handler == .program ? StaticProgram.needs : [] }

    /// A program for each connection leaves its time to whoever waited for it, in ticks: too coarse for a slice.
    package var hasSlices: Bool { work.handler != .program }

    package let figures: [Figure] = [.cpu, .rate, .switches, .p50, .p99, .p999, .memory, .clientCPU, .lost]

    /// Every worker has its turn before it counts, as far as the server has turns.
    package func prepare(_ server: ServerProcess) throws {
        let workers = work.max
        var first = try LoadClient(server.address, server.exchange())
        _ = first.run(concurrency: clients) { $0 < workers * 4 }
    }

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        let end = MonotonicClock.now() + (hasSlices ? pace.slice : pace.load)
        let load = Load(server, server.exchange(), clients: clients) { _, _ in MonotonicClock.now() < end }
        let served = load.traces.filter { $0.outcome == .served }
        let ranking = Ranking(served.map { $0.ended - $0.began })
        let percentiles = [0.5, 0.99, 0.999].map { ranking.percentile($0)?.asMicroseconds }
        // Of a program for each connection, most of the runs are its own, and it is gone.
        let switches = work.handler == .program ? nil : load.runs(for: served.count)
        return Sample(
            [load.cost(for: served.count), load.rate(of: served.count), switches] + percentiles
                + [
                    Double(server.tree.memory.proportional) / 1_024, load.clientCost(for: served.count), load.lost,
                ])
    }
}
