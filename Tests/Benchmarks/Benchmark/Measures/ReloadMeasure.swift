import Glibc
import LinuxSystem
import LoadClient

/// How long clients wait, and for how long nobody is answered, while a daemon is told to reload ten times a second. Times
/// with and without reloads alternate, so that whatever else the machine does falls on all of them alike.
package struct ReloadMeasure: Measure {
    package let work: Work
    private enum Kind: CaseIterable {
        case none, unchanged, changed
    }

    package init(workers: Int) {
        work = Work(.greeting, workers: workers)
    }

    package var title: String {
        "greeting, \(work.max) workers, reloads of an unchanged and of a changed file, 10 a second"
    }

    package let figures: [Figure] = [
        Figure("longest gap: no reload ms", digits: 2), Figure("unchanged ms", digits: 2),
        Figure("changed ms", digits: 2), Figure("longest wait: no reload ms", digits: 2),
        Figure("unchanged ms", digits: 2), Figure("changed ms", digits: 2), Figure("answers", isCompared: false),
        .lost,
    ]

    package func suits(_ server: any Server) -> Bool { server is Preforkd }

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        var traces: [Kind: [[Trace]]] = [:]
        let turns = 4
        for _ in 0..<turns {
            for kind in Kind.allCases { traces[kind, default: []].append(try load(server, kind, for: pace.load)) }
        }
        let all = traces.values.flatMap { $0.flatMap(\.self) }
        let gaps = Kind.allCases.map { kind in traces[kind]?.map(Self.longestGap).max().map(\.asMilliseconds) }
        let waits = Kind.allCases.map { kind in traces[kind]?.map(Self.longestWait).max().map(\.asMilliseconds) }
        return Sample(gaps + waits + [Double(all.count), Double(Tally(all).lost)])
    }

    private func load(_ server: ServerProcess, _ kind: Kind, for time: Duration) throws -> [Trace] {
        let load = LoadThread(server.address, server.exchange(), concurrency: 4) { _ in
            // Under a thousand a second, so that who waits does not wait for the machine.
            usleep(1_000)
            return true
        }
        let end = MonotonicClock.now() + time
        while MonotonicClock.now() < end {
            usleep(100_000)
            switch kind {
            case .none: break
            case .unchanged: try server.reload(changed: false)
            case .changed: try server.reload(changed: true)
            }
        }
        let traces = load.stop()
        // What the last one began is not the next kind's.
        usleep(200_000)
        return traces
    }

    /// Between two answers, whoever got them.
    private static func longestGap(_ traces: [Trace]) -> UInt64 {
        let times = traces.map(\.answered).sorted()
        return zip(times, times.dropFirst()).map { $1 - $0 }.max() ?? 0
    }

    private static func longestWait(_ traces: [Trace]) -> UInt64 {
        traces.filter { $0.outcome == .served }.map { $0.answered - $0.began }.max() ?? 0
    }
}
