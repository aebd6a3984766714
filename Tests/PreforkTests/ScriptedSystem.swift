import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage

/// The face of a scripted kernel that a supervisor owns.
struct ScriptedSystem: SupervisorSystem {
    let kernel: ScriptedKernel

    func open(_ pool: Int, _ work: PoolSettings, _ ledger: Ledger?) throws(Errno) -> (PoolSettings, Scoreboard) {
        (work, try kernel.open(pool, work, ledger))
    }

    func close(_ pool: Int) { kernel.close(pool) }
    func adopt(_ pool: Int, _ handed: PoolHandover, _ work: PoolSettings?) throws(Errno) -> (PoolSettings, Scoreboard) {
        try kernel.adopt(pool, handed, work)
    }
    func handover(of pool: Int, _ workers: [Tenant], isReturn: Bool) -> PoolHandover? {
        kernel.handover(of: pool, workers)
    }
    func examine(_ program: ProgramImage, _ handover: Handover) throws(Errno) { try kernel.examine(program, handover) }
    func stopExamination() { kernel.deliver(.examined(.killed(.kill, coreDumped: false), "")) }
    func become(_ program: ProgramImage, _ handover: Handover) -> Errno { kernel.become(program, handover) }
    func now() -> Duration { kernel.now }
    func spawn(_ workers: [WorkerID], until end: Duration, pids: inout [Int32]) -> Errno? {
        do {
            for worker in workers where pids.isEmpty || now() < end { pids.append(try kernel.spawn(worker)) }
            return nil
        } catch {
            return error
        }
    }
    func retire(_ worker: WorkerID) { kernel.retire(worker) }
    func kill(_ worker: WorkerID) { kernel.kill(worker) }
    func hasNothingInHand(_ worker: WorkerID) -> Bool { kernel.emptyHanded.contains(worker) }
    func reap(_ worker: WorkerID) -> WorkerDeath? { kernel.reap(worker) }
    func watchQueue(of pool: Int, _ watch: Bool) { kernel.watchQueue(of: pool, watch) }
    func queueDepth(of pool: Int) -> QueueDepth { kernel.queueDepth(of: pool) }
    func resources() -> [Resource] { kernel.readResources() }
    func sharesListener(_ pool: Int, with others: [Int]) -> Bool { kernel.sharesListener(pool, with: others) }
    func refuse(_ pool: Int, keeping others: [Int]) { kernel.refuse(pool, keeping: others) }
    func wait(until deadline: Duration?, into events: inout [SystemEvent]) {
        kernel.wait(until: deadline, into: &events)
    }
}
