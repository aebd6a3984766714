import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage

/// What happens next, and what the supervisor did about it.
final class Script {
    /// Of the pool that was opened.
    var scoreboard: Scoreboard?
    var next: SystemEvent?
    var spawned: [WorkerID] = []
    var retired: [WorkerID] = []
}

/// A system that costs next to nothing, so that the supervisor's own work is what is measured.
struct ScriptedSystem: SupervisorSystem {
    let script: Script

    func open(_ pool: Int, _ work: PoolSettings, _ ledger: Ledger?) throws(Errno) -> (PoolSettings, Scoreboard) {
        let scoreboard = try Scoreboard(name: work.name, capacity: work.limits.max)
        script.scoreboard = scoreboard
        return (work, scoreboard)
    }

    func close(_ pool: Int) {}
    func adopt(_ pool: Int, _ handed: PoolHandover, _ work: PoolSettings?) throws(Errno) -> (PoolSettings, Scoreboard) {
        throw .notSupported
    }
    func handover(of pool: Int, _ workers: [Tenant], isReturn: Bool) -> PoolHandover? { nil }
    func examine(_ program: ProgramImage, _ handover: Handover) {}
    func stopExamination() {}
    func become(_ program: ProgramImage, _ handover: Handover) -> Errno { .notSupported }
    func now() -> Duration { MonotonicClock.now() }

    func spawn(_ workers: [WorkerID], until end: Duration, pids: inout [Int32]) -> Errno? {
        script.spawned += workers
        pids += workers.map { _ in 1 }
        return nil
    }

    func retire(_ worker: WorkerID) { script.retired.append(worker) }
    func kill(_ worker: WorkerID) {}
    func hasNothingInHand(_ worker: WorkerID) -> Bool { false }
    func reap(_ worker: WorkerID) -> WorkerDeath? { WorkerDeath(.exited(0)) }
    func watchQueue(of pool: Int, _ watch: Bool) {}
    func queueDepth(of pool: Int) -> QueueDepth { .none }
    func resources() -> [Resource] { [] }
    func sharesListener(_ pool: Int, with others: [Int]) -> Bool { true }
    func refuse(_ pool: Int, keeping others: [Int]) {}

    func wait(until deadline: Duration?, into events: inout [SystemEvent]) {
        if let event = script.next { events.append(event) }
        script.next = nil
    }
}

/// Hears nothing.
final class DeafObserver: SupervisorObserver {
    var deadline: Duration? { nil }
    func observe(_ event: SupervisorEvent) {}
    func turnEnded(now: Duration, isNews: Bool, pools: PoolOverview) {}
    var descriptor: CInt? { nil }
    func attend(now: Duration) -> [SupervisorOrder] { [] }
}
