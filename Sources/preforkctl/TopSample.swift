import Control
import LinuxSystem

/// What one picture of `top` shows.
struct TopSample {
    let status: DaemonStatus
    let workers: [WorkerStatus]
    /// Monotonic.
    let time: Duration

    /// Connections in a second of each worker, by its pid, since the sample before; none for those that were not there.
    func rates(since before: TopSample?) -> [Int: Double] {
        guard let before else { return [:] }
        let seconds = max(0.001, Double((time - before.time).wholeMicroseconds) / 1_000_000)
        let known = Dictionary(before.workers.map { ($0.pid, $0.connections) }) { first, _ in first }
        var rates: [Int: Double] = [:]
        for worker in workers {
            rates[worker.pid] = known[worker.pid].map { Double(max(0, worker.connections - $0)) / seconds }
        }
        return rates
    }
}
