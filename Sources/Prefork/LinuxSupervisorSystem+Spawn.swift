internal import LinuxSystem
package import SystemPackage

/// Forks, several one after the other.
///
/// Between two of them the supervisor does as little as may be: each page that it writes there, the worker before has for
/// itself from then on. So it keeps its books once all are there.
extension LinuxSupervisorSystem {
    package mutating func spawn(_ workers: [WorkerID], pids: inout [Int32]) -> Errno? {
        guard let service = workers.first?.service, let pool = pools[service] else { return nil }
        let supervisor = ThisProcess.pid
        var forked = SlotTable<WorkerProcess>(capacity: workers.count)
        var refused: Errno?
        var count = 0
        while count < workers.count, refused == nil {
            do {
                forked[count] = try fork(workers[count], in: pool, supervisor)
                count += 1
            } catch {
                refused = error
            }
        }
        for (place, worker) in workers.prefix(count).enumerated() {
            guard let process = forked[place].take() else { continue }
            pids.append(process.process.pid)
            pool.generations[worker.slot] = worker.generation
            pool.slots[worker.slot] = consume process
        }
        return refused
    }

    /// In the child this does not return.
    private func fork(
        _ worker: WorkerID, in pool: PoolResources, _ supervisor: Int32
    ) throws(Errno) -> WorkerProcess? {
        var stderr = try StderrPipe(isWanted: readsOutput)
        var channel = try ReadyChannel.make(pool.service.kind)
        switch try ChildProcess.fork() {
        case .child:
            stderr.becomeStandardError()
            Self.become(WorkerSeat(worker, in: pool, channel: channel?.takeWorkerEnd()), in: pool, supervisor, title)
            return nil
        case .parent(let process):
            channel?.closeWorkerEnd()
            do {
                try poller.add(process.descriptor.rawValue, token: PollToken.worker(worker).encoded)
                if let number = stderr.readNumber { try poller.add(number, token: PollToken.stderr(worker).encoded) }
                if let number = channel?.number { try poller.add(number, token: PollToken.channel(worker).encoded) }
            } catch {
                try? process.send(.kill)
                _ = try? process.waitUntilEnd()
                throw error
            }
            return WorkerProcess(
                process, kind: pool.service.kind, channel: channel.take(), stderr: stderr.takeReadEnd())
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
