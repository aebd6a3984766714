import Glibc
import LinuxSystem
import LoadClient

/// What a load of clients on a server came to, and what it cost the server.
///
/// The clients are shared among as many threads as there are processors: the kernel makes a client's connection in its own
/// time, so that one processor of clients would be the limit and not the server.
struct Load {
    let traces: [Trace]
    let passed: Duration
    /// Time on a processor of all the server's processes; nil where it can't be told.
    let used: Duration?
    /// How often one of the server's processes came to run on a processor, but those that ended.
    private let runs: Int
    /// Time on a processor of the clients.
    private let taken: Duration

    /// - Parameters:
    ///   - mayBegin: for so many of the clients, whether one of them may begin another connection behind so many.
    init(
        _ server: ServerProcess, _ exchange: Exchange, clients: Int,
        while mayBegin: @escaping @Sendable (_ clients: Int, _ begun: Int) -> Bool
    ) {
        let before = server.tree.processorTime
        let own = Self.ownTime()
        let begin = MonotonicClock.now()
        let threads = min(clients, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        let loads = (0..<threads).map { thread in
            let share = clients / threads + (thread < clients % threads ? 1 : 0)
            return LoadThread(server.address, exchange, concurrency: share) { mayBegin(share, $0) }
        }
        traces = loads.flatMap { $0.finish() }
        passed = MonotonicClock.now() - begin
        taken = Self.ownTime() - own
        let after = server.tree.processorTime
        used = after.since(before)
        runs = after.runs(since: before)
    }

    /// Of the server, in milliseconds for a thousand of so many; nil for none, and where it can't be told.
    func cost(for count: Int) -> Double? {
        guard let used, count > 0 else { return nil }
        return used.milliseconds * 1_000 / Double(count)
    }

    /// nil for none.
    func runs(for count: Int) -> Double? {
        count > 0 ? Double(runs) / Double(count) : nil
    }

    /// What the clients took, told like the cost of the server.
    func clientCost(for count: Int) -> Double? {
        count > 0 ? taken.milliseconds * 1_000 / Double(count) : nil
    }

    func rate(of count: Int) -> Double { Double(count) * 1_000 / passed.milliseconds }

    var lost: Double { Double(Tally(traces).lost) }

    /// Of all threads of this process.
    private static func ownTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}
