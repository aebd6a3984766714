import Glibc
import LinuxSystem
import LoadClient

/// How many instructions a connection takes, as perf(1) reads them from the processor's counters. Not measured along with
/// the time, for counting costs most where there are many processes.
package struct InstructionsMeasure: Measure {
    package enum Failure: Error, CustomStringConvertible {
        case notSupported

        package var description: String { "the counters of the processor can't be read here: not supported" }
    }

    package let work: Work
    private let clients: Int

    package init(workers: Int, clients: Int) {
        work = Work(.greeting, workers: workers)
        self.clients = clients
    }

    package var title: String { "instructions of greeting, \(work.max) workers, \(clients) clients" }
    private let counter = "/usr/bin/perf"
    package var needs: [Need] { [Need(counter, from: "linux-perf")] }
    package let isCounted = true
    package let figures: [Figure] = [.userInstructions, .kernelInstructions, .lost]

    private let events = ["instructions:u", "instructions:k"]

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        guard try isSupported(server) else { throw Failure.notSupported }
        let members = server.tree.members
        let report = server.path("instructions")
        let watcher = try Watcher(
            line(report) + ["-p", members.map { "\($0)" }.joined(separator: ",")],
            report: report, output: server.path("perf")
        ) { perf in
            // An open descriptor for each event of each process.
            let open = (try? FileContents.names(in: "/proc/\(perf)/fd")) ?? []
            return open.count >= members.count * events.count
        }
        let end = MonotonicClock.now() + pace.load
        let load = Load(server, server.exchange(), clients: clients) { _, _ in MonotonicClock.now() < end }
        let counts = PerfCounts(watcher.stop())
        let served = Double(Tally(load.traces)[.served])
        return Sample(events.map { event in counts[event].map { Double($0) / served } } + [load.lost])
    }

    private func line(_ report: String) -> [String] {
        [counter, "stat", "-x", ",", "-o", report, "-e", events.joined(separator: ",")]
    }

    private func isSupported(_ server: ServerProcess) throws -> Bool {
        let report = server.path("supported")
        try SpawnedProcess(line(report) + ["/bin/true"], output: server.path("perf")).waitForEnd()
        let counts = PerfCounts(FileContents.text(report) ?? "")
        return events.allSatisfy { counts[$0] != nil }
    }
}
