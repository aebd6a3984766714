import LoadClient

/// As many clients as there may be workers come in the same instant to a pool at its minimum, and each holds its
/// connection for a second.
package struct BurstMeasure: Measure {
    package let work: Work
    private let hold = Duration.seconds(1)

    package init(from min: Int, to max: Int) {
        work = Work(.echo, min: min, max: max)
    }

    package var title: String { "burst of \(work.max) held connections, \(work.min) → \(work.max) workers" }

    package let figures = [
        Figure("ms to the last answer", digits: 1), Figure("ms to the median answer", digits: 1),
        Figure("CPU ms"), Figure("most workers", isCompared: false), Figure("lost", isCompared: false),
    ]

    package func take(_ server: ServerProcess) throws -> [Double?] {
        var exchange = server.exchange(pause: hold)
        exchange.patience = .seconds(90)
        var client = try LoadClient(server.address, exchange)
        var most = server.tree.workers
        let before = server.tree.processorTime
        let traces = client.burst(work.max, look: { most = max(most, server.tree.workers) })
        let used = server.tree.processorTime - before
        let begin = traces.map(\.began).min() ?? 0
        let answers = Ranking(traces.filter { $0.outcome == .served }.map { $0.answered - begin })
        return [
            answers.percentile(1)?.asMilliseconds, answers.percentile(0.5)?.asMilliseconds,
            used.milliseconds, Double(most), Double(Tally(traces).lost),
        ]
    }
}
