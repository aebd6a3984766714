import Glibc
import LinuxSystem
import LoadClient

/// Clients that come one after the other, so many at a time, each for a greeting, whoever says it.
package struct GreetingMeasure: Measure {
    package let work: Work
    private let clients: Int
    private let time: Duration

    package init(_ handler: Work.Handler = .greeting, workers: Int, clients: Int, time: Duration) {
        work = Work(handler, min: workers, max: workers)
        self.clients = clients
        self.time = time
    }

    package var title: String {
        "\(speaker), \(work.max) workers, \(clients) \(clients == 1 ? "client" : "clients")"
    }

    private var speaker: String {
        if case .program = work.handler { "program for each connection" } else { "greeting" }
    }

    package let figures = [
        Figure("CPU ms/1000", digits: 2), Figure("per second"), Figure("p50 µs"), Figure("p99 µs"),
        Figure("p99.9 µs"), Figure("lost", isCompared: false),
    ]

    /// The clients, shared among as many threads as there are processors: the kernel makes a client's connection in its own
    /// time, so that one processor of clients would be the limit and not the server.
    private var shares: [Int] {
        let threads = min(clients, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        return (0..<threads).map { clients / threads + ($0 < clients % threads ? 1 : 0) }
    }

    package func take(_ server: ServerProcess) throws -> [Double?] {
        var first = try LoadClient(server.address, server.exchange())
        // Every worker has its turn before it counts.
        _ = first.run(concurrency: clients) { $0 < work.max * 4 }
        let before = server.tree.processorTime
        let begin = MonotonicClock.now()
        let end = begin + time
        let loads = shares.map { share in
            LoadThread(server.address, server.exchange(), concurrency: share) { _ in MonotonicClock.now() < end }
        }
        let traces = loads.flatMap { $0.finish() }
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
