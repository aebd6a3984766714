import Glibc
import LinuxSystem
import LoadClient

/// Which system calls a server makes for a connection, as strace(1) counts them.
package struct CallsMeasure: Measure {
    package let work: Work
    private let clients: Int
    /// So many that what the tracer interrupts at its begin, once in each process, is rounded away.
    private let connections = 2_000

    package init(workers: Int, clients: Int) {
        work = Work(.greeting, workers: workers)
        self.clients = clients
    }

    package var title: String {
        "system calls of greeting, \(work.max) workers, \(clients) \(clients == 1 ? "client" : "clients")"
    }

    package let isCounted = true
    private let tracer = "/usr/bin/strace"
    package var needs: [Need] { [Need(tracer, from: "strace")] }
    package let figures: [Figure] = [.calls, .lost]

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        let members = server.tree.members
        let report = server.path("calls")
        let watcher = try Watcher(
            [tracer, "-f", "-c", "-o", report] + members.flatMap { ["-p", "\($0)"] },
            report: report, output: server.path("strace")
        ) { tracer in members.allSatisfy { Self.tracer(of: $0) == tracer } }
        var client = try LoadClient(server.address, server.exchange())
        let traces = client.run(concurrency: clients) { $0 < connections }
        let counts = CallCounts(straceSummary: watcher.stop())
        return Sample(
            [counts.sum(per: traces.count), Double(Tally(traces).lost)], remark: counts.description(per: traces.count))
    }

    private static func tracer(of process: pid_t) -> pid_t? {
        FileContents.text("/proc/\(process)/status")?.split(separator: "\n").first { $0.hasPrefix("TracerPid:") }
            .flatMap { $0.split(separator: "\t").last }.flatMap { pid_t($0) }
    }
}
