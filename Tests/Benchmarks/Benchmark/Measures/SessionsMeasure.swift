import LinuxSystem
import LoadClient

/// As many clients as there are workers, each with one connection and one round trip after the other on it.
package struct SessionsMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.echo, workers: workers)
    }

    package var title: String { "round trips on \(work.max) long connections, \(work.max) workers" }

    package let hasSlices = true

    package let figures: [Figure] = [.cpu, .rate, .switches, .lost]

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        var exchange = server.exchange()
        exchange.end = .byClient(rounds: .max)
        exchange.lastRound = MonotonicClock.nanoseconds() + UInt64(pace.slice.wholeNanoseconds)
        let load = Load(server, exchange, clients: work.max) { share, begun in begun < share }
        let trips = load.traces.reduce(0) { $0 + $1.rounds }
        return Sample([load.cost(for: trips), load.rate(of: trips), load.runs(for: trips), load.lost])
    }
}
