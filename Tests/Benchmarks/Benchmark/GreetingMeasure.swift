import LinuxSystem
import LoadClient

/// Clients that come one after the other, so many at a time, each for a greeting.
package struct GreetingMeasure: Measure {
    package let work: Work
    private let clients: Int
    private let time: Duration

    package init(workers: Int, clients: Int, time: Duration) {
        work = Work(.greeting, min: workers, max: workers)
        self.clients = clients
        self.time = time
    }

    package var title: String { "greeting, \(work.max) workers, \(clients) \(clients == 1 ? "client" : "clients")" }

    package let figures = [
        Figure("CPU ms/1000", digits: 2), Figure("per second"), Figure("p50 µs"), Figure("p99 µs"),
        Figure("p99.9 µs"), Figure("lost", isCompared: false),
    ]

    package func take(_ server: ServerProcess) throws -> [Double?] {
        var client = try LoadClient(server.address, server.exchange())
        // Every worker has its turn before it counts.
        _ = client.run(concurrency: clients) { $0 < work.max * 4 }
        let before = server.tree.processorTime
        let begin = MonotonicClock.now()
        let traces = client.run(concurrency: clients) { _ in MonotonicClock.now() - begin < time }
        let passed = MonotonicClock.now() - begin
        let used = server.tree.processorTime - before
        let served = traces.filter { $0.outcome == .served }
        let ranking = Ranking(served.map { $0.ended - $0.began })
        let count = Double(served.count)
        return [
            count > 0 ? used.milliseconds * 1_000 / count : nil, count * 1_000 / passed.milliseconds,
            ranking.percentile(0.5)?.asMicroseconds, ranking.percentile(0.99)?.asMicroseconds,
            ranking.percentile(0.999)?.asMicroseconds, Double(Tally(traces).lost),
        ]
    }
}
