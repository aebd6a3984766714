import Glibc
import LinuxSystem
import LoadClient

/// Very many workers, each with a client that holds its connection, all at the same time.
package struct CrowdMeasure: Measure {
    package let work: Work

    package init(workers: Int) {
        work = Work(.echo, workers: workers)
    }

    package var title: String { "\(work.max) workers that hold as many echo connections" }
    package let isCounted = true

    /// Everything, the clients' ends of the connections too: they are the kernel's memory, on the same machine.
    private static let taken = Figure("all memory MiB", digits: 1)
    private static let kernel = Figure("kernel's KiB/worker", digits: 1)
    private static let workerTaken = Figure("all KiB/worker", digits: 1)
    /// PSS and page tables: what can be read of the processes themselves.
    package static let workerTree = Figure("tree KiB/worker", digits: 1)
    package let figures: [Figure] = [
        .held, .memory, .tables, Self.taken, .workerMemory, .workerTables, Self.workerTree, Self.kernel,
        Self.workerTaken, .lastAnswer, .lost,
    ]

    /// The others are not made for so many.
    package func suits(_ server: any Server) -> Bool { server is Preforkd || server is CReference }

    /// The start of the last of so many may come late on a busy machine.
    package func prepare(_ server: ServerProcess) {
        server.waitUntilItRests(for: .seconds(2))
    }

    package func take(_ server: ServerProcess, _ pace: Pace) throws -> Sample {
        let before = try ResourceLimit.raise(.descriptors)
        defer { try? before.set(.descriptors) }
        // Until the last has come, and the memory of all was looked at.
        var exchange = server.exchange(pause: .seconds(15))
        exchange.patience = .seconds(60)
        var client = try LoadClient(server.address, exchange)
        let workers = server.tree.workers.count
        let room = CrowdRoom(limit: before.hard, open: server.tree.openDescriptors, workers: workers)
        // As many clients as can be held, here and there.
        let crowd = min(work.max, workers, before.hard - 100)
        var (most, memory, available) = (0, ProcessMemory?.none, AvailableMemory?.none)
        let traces = client.burst(crowd) { held in
            most = max(most, held)
            guard held == crowd, memory == nil else { return }
            available = AvailableMemory.current
            memory = server.tree.memory
        }
        let begin = traces.map(\.began).min() ?? 0
        let last = traces.filter { $0.outcome == .served }.map { $0.answered - begin }.max()
        return Sample(
            [Double(most)] + figures(memory, taken: taken(server.availableBefore, available), workers: workers)
                + [last?.asMilliseconds, Double(Tally(traces).lost)],
            remark: "\(room)")
    }

    private func taken(_ before: AvailableMemory?, _ after: AvailableMemory?) -> Int? {
        guard let before, let after else { return nil }
        return before.kilobytes - after.kilobytes
    }

    /// In the whole, and for each worker.
    private func figures(_ memory: ProcessMemory?, taken: Int?, workers: Int) -> [Double?] {
        let (proportional, tables) = (memory?.proportional, memory?.pageTables)
        let tree = memory.map { $0.proportional + $0.pageTables }
        let kernel = tree.flatMap { tree in taken.map { $0 - tree } }
        return [proportional, tables, taken].map { $0.map { Double($0) / 1_024 } }
            + [proportional, tables, tree, kernel, taken].map { $0.map { Double($0) / Double(workers) } }
    }
}
