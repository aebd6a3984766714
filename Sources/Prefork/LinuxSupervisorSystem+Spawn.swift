internal import LinuxSystem
package import SystemPackage

/// Forks, several one after the other.
///
/// Between two of them the supervisor does as little as may be: each page that it writes there, the worker before has for
/// itself from then on. So it keeps its books once all are there.
extension LinuxSupervisorSystem {
    package mutating func spawn(_ workers: [WorkerID], until end: Duration, pids: inout [Int32]) -> Errno? {
        guard let index = workers.first?.pool, let pool = pools[index] else { return nil }
        let supervisor = ThisProcess.pid
        var forked = ForkedWorkers { _ in nil }
        let most = min(workers.count, forked.count)
        var channels = SlotTable<ReadyChannel>(capacity: most)
        var refused: Errno?
        var count = 0
        while count < most, refused == nil, count == 0 || now() < end {
            do {
                var channel = try ReadyChannel.make(pool.service.kind)
                forked[count] = try fork(workers[count], in: pool, supervisor, &channel)
                if channel != nil { channels[count] = channel.take() }
                count += 1
            } catch {
                refused = error
            }
        }
        for (place, worker) in workers.prefix(count).enumerated() {
            guard let new = forked[place].take() else { continue }
            pids.append(new.process.pid)
            pool.generations[worker.slot] = worker.generation
            pool.slots[worker.slot] = WorkerProcess(new, kind: pool.service.kind, channel: channels[place].take())
        }
        return refused
    }

    /// On the stack, of which each worker has a page of its own anyway.
    private typealias ForkedWorkers = InlineArray<16, ForkedWorker?>

    /// In the child this does not return.
    private func fork(
        _ worker: WorkerID, in pool: PoolResources, _ supervisor: Int32, _ channel: inout ReadyChannel?
    ) throws(Errno) -> ForkedWorker? {
        var stderr = try StderrPipe(isWanted: readsOutput)
        switch try ChildProcess.fork() {
        case .child:
            stderr.becomeStandardError()
            Self.become(WorkerSeat(worker, in: pool, channel: channel?.takeWorkerEnd()), in: pool, supervisor, title)
            return nil
        case .parent(let process):
            channel?.closeWorkerEnd()
            do {
                try poller.add(process.descriptor.rawValue, token: PollToken(.worker, of: worker).encoded)
                if let number = stderr.readNumber {
                    try poller.add(number, token: PollToken(.stderr, of: worker).encoded)
                }
                if let number = channel?.number {
                    try poller.add(number, token: PollToken(.channel, of: worker).encoded)
                }
            } catch {
                try? process.send(.kill)
                _ = try? process.waitUntilEnd()
                throw error
            }
            return ForkedWorker(process: process, stderr: stderr.takeReadEnd())
        }
    }

    /// Does not return, and does not say so: before a call that never returns, all of this supervisor's would be
    /// closed and freed, which takes calls and pages of the worker's own.
    @inline(never)
    private static func become(
        _ seat: WorkerSeat, in pool: PoolResources, _ supervisor: Int32, _ title: ProcessTitle?
    ) {
        pool.service.work(seat, supervisor, title)
    }
}
