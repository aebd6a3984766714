import Glibc
import LinuxSystem

/// How often an idle server runs at all. Who is not given a processor makes no system call, and nothing watches by
/// interrupting, as a tracer would.
package struct QuietMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.greeting, workers: workers)
    }

    package var title: String { "idle, \(work.max) \(work.max == 1 ? "worker" : "workers")" }
    package let isCounted = true
    package let figures: [Figure] = [.runs, Figure("CPU ms", digits: 2, isCompared: false)]

    /// Idle servers are not compared, and each takes its time.
    package func suits(_ server: any Server) -> Bool { server is Preforkd || server is CReference }

    package func take(_ server: ServerProcess, _ pace: Pace) -> Sample {
        // What the last start or the first client has left to be done.
        sleep(1)
        let before = server.tree.processorTime
        usleep(useconds_t(clamping: pace.quiet.wholeMicroseconds))
        let after = server.tree.processorTime
        return Sample([Double(after.runs(since: before)), after.since(before)?.milliseconds])
    }
}
