import LinuxSystem
import PoolPolicy
import Prefork

/// A real supervisor with a pool of so many workers, and one event at a time for it.
final class CostStage {
    enum Event: String, CaseIterable {
        case nothing = "an alarm with nothing to do"
        case ready = "a worker is ready"
        case death = "a worker dies and is replaced"
        case recycling = "a worker is worn, replaced, asked and buried"
    }

    private let script = Script()
    private let scoreboard: Scoreboard
    private var supervisor: Supervisor<ScriptedSystem, DeafObserver>
    /// Those that are ready.
    private var workers: [WorkerID] = []
    private var random = SplitMix64(state: 1)

    init(workers count: Int) throws {
        // Room for the replacement of one that is worn.
        let limits = PoolLimits(min: count, max: count + 1, spare: 0)
        supervisor = Supervisor(
            drainTimeout: .seconds(1), seed: 1, system: ScriptedSystem(script: script), observer: DeafObserver())
        try supervisor.open([PoolSettings(name: "cost", limits: limits)])
        guard let opened = script.scoreboard else { preconditionFailure("the pool was opened") }
        scoreboard = opened
        supervisor.start()
        while workers.count < count {
            while let worker = script.spawned.popLast() { becomeReady(worker) }
            turn(.demand(pool: 0))
        }
    }

    /// - Returns: how long the supervisor took, in nanoseconds.
    @discardableResult
    func measure(_ event: Event) -> UInt64 {
        switch event {
        case .nothing: return turn(.demand(pool: 0))
        case .ready:
            turn(.ended(endOne()))
            return heirIsReady()
        case .death:
            let time = turn(.ended(endOne()))
            heirIsReady()
            return time
        case .recycling:
            let worker = takeOne()
            scoreboard.slot(worker.slot).pointee.wearOut(.connections)
            scoreboard.words.announce(worker.slot)
            let time = turn(.demand(pool: 0)) + heirIsReady()
            precondition(script.retired == [worker], "the worn worker was asked")
            script.retired.removeAll()
            return time + turn(.ended(worker))
        }
    }

    @discardableResult
    private func turn(_ event: SystemEvent) -> UInt64 {
        script.next = event
        let start = MonotonicClock.nanoseconds()
        _ = supervisor.turn()
        return MonotonicClock.nanoseconds() - start
    }

    // MARK: What workers do

    private func takeOne() -> WorkerID {
        workers.swapAt(Int.random(in: workers.indices, using: &random), workers.count - 1)
        return workers.removeLast()
    }

    private func endOne() -> WorkerID {
        let worker = takeOne()
        scoreboard.idle.clear(worker.slot)
        return worker
    }

    @discardableResult
    private func heirIsReady() -> UInt64 {
        guard let heir = script.spawned.popLast() else { preconditionFailure("somebody was started instead") }
        becomeReady(heir)
        return turn(.demand(pool: 0))
    }

    /// As a worker that has served one connection, so that its end is no failed start.
    private func becomeReady(_ worker: WorkerID) {
        let (slot, now) = (scoreboard.slot(worker.slot), MonotonicClock.nanoseconds())
        let number = scoreboard.words.durations.beginConnection(at: now)
        slot.pointee.begin(connection: number, from: PackedPeer(SocketAddress()), at: now)
        slot.pointee.end(received: 0, sent: 0, failed: false)
        slot.pointee.becomeIdle(at: now)
        scoreboard.words.setIdle(worker.slot, at: now)
        scoreboard.words.announce(worker.slot)
        workers.append(worker)
    }
}
