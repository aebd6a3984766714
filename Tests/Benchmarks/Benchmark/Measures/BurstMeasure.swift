import LoadClient

/// As many clients as there may be workers come in the same instant to a pool at its minimum, and each holds its
/// connection.
package struct BurstMeasure: Measure {
    package let work: Work

    package init(from min: Int, to max: Int) {
        work = Work(.echo, min: min, max: max)
    }

    package var title: String { "burst of \(work.max) held connections, \(work.min) → \(work.max) workers" }

    package let figures: [Figure] = [
        .lastAnswer, Figure("ms to the median answer", digits: 1), Figure("CPU ms"),
        Figure("most workers", isCompared: false), .lost,
    ]

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        var exchange = server.exchange(pause: pace.hold)
        exchange.patience = pace.patience
        var client = try LoadClient(server.address, exchange)
        var most = server.tree.workers.count
        let before = server.tree.processorTime
        let traces = client.burst(work.max, look: { _ in most = max(most, server.tree.workers.count) })
        let used = server.tree.processorTime.since(before)
        let begin = traces.map(\.began).min() ?? 0
        let tally = Tally(traces)
        let answers = Ranking(traces.filter { $0.outcome == .served }.map { $0.answered - begin })
        return Sample(
            [
                // Nobody knows the last where one was not waited for.
                tally[.late] == 0 ? answers.percentile(1)?.asMilliseconds : nil,
                answers.percentile(0.5)?.asMilliseconds, used?.milliseconds, Double(most), Double(tally.lost),
            ], remark: tally[.late] > 0 ? "\(tally[.late]) clients had no answer within \(pace.patience)" : nil)
    }
}
