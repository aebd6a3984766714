import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: workers that were asked to leave and do not")
struct LeavingTests {
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0)
    private static let reloaded = RecordingObserver.Report.reloaded(changed: ["service0"], added: [], removed: [])

    private func worker(_ slot: Int, of pool: Int = 0) -> WorkerID {
        WorkerID(pool: pool, slot: slot, generation: 1)
    }

    /// A reload in which all of the new workers are ready, one of the old ones has gone, and the other does not.
    private func reloading(_ prepare: (Stage) -> Void = { _ in }) throws -> Stage {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.listeners = [0: 0, 1: 0]
        prepare(stage)
        let settings = PoolSettings(name: "service0", limits: Self.limits)
        stage.reload([.init(name: "service0", change: .work(settings))])
        stage.everybodyReady()
        stage.everybodyReady()
        stage.leave(worker(1))
        stage.settle()
        #expect(stage.kernel.asked == [worker(0)])
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        return stage
    }

    @Test("one that is certain to have nothing in hand is killed when its time is over, and with it the reload ends")
    func emptyHanded() throws {
        let stage = try reloading()
        stage.kernel.emptyHanded = [worker(0)]
        stage.pass(.seconds(29))
        #expect(stage.takeDeeds() == [] && stage.observer.takeReports() == [])
        stage.pass(.seconds(1))
        #expect(stage.takeDeeds() == [.kill(worker(0))])
        #expect(stage.observer.takeReports() == [.leavingTimedOut(worker(0))])
        stage.kernel.end(worker(0), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.observer.takeReports().last == Self.reloaded)
        #expect(stage.takeDeeds() == [.close(0)])
    }

    @Test("one that may have a connection is told of, once, and left alone, and the reload waits no longer")
    func inDoubt() throws {
        let stage = try reloading()
        stage.pass(.seconds(30))
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [.leavingInDoubt(worker(0)), Self.reloaded])
        #expect(stage.pass(.seconds(3_600)) == 0)
        #expect(stage.kernel.workers.contains(worker(0)))
        stage.leave(worker(0))
        stage.settle()
        #expect(stage.takeDeeds() == [.close(0)])
    }

    @Test("one that took a client before it heard of it has as long as that lasts")
    func serving() throws {
        let stage = try reloading()
        stage.take(worker(0))
        // Whatever else is thought of it.
        stage.kernel.emptyHanded = [worker(0)]
        stage.pass(.seconds(3_600))
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [Self.reloaded])
    }

    @Test("one with a connection when it was asked has no limit at all")
    func busy() throws {
        let stage = try reloading { $0.take(worker(0)) }
        // Nor does it get one later on, when it has nothing in hand any more and is on its way.
        stage.finish(worker(0))
        stage.pass(.seconds(3_600))
        #expect(stage.takeDeeds() == [])
    }

    @Test("one that hangs in its start has taken nobody, and is killed without a look")
    func starting() throws {
        let stage = try Stage(Self.limits)
        stage.kernel.listeners = [0: 0, 1: 1]
        stage.start()
        stage.reload([])
        #expect(stage.kernel.asked.count == 2)
        stage.pass(.seconds(30))
        #expect(stage.kernel.killed.count == 2)
        _ = stage.takeDeeds()
    }

    @Test("one that a pool gives back and that does not go has the same limit, and spends no budget afterwards")
    func recycled() throws {
        let stage = try Stage.ready(PoolLimits(min: 2, max: 3, spare: 0, maxUnavailable: 1))
        stage.wearOut(worker(0), .connections)
        stage.settle()
        stage.everybodyReady()
        #expect(stage.kernel.asked == [worker(0)])
        stage.wearOut(worker(1), .connections)
        stage.settle()
        #expect(stage.census.recycling == 1 && stage.kernel.asked == [worker(0)])
        stage.pass(.seconds(30))
        #expect(stage.census.recycling == 0)
        _ = stage.takeDeeds()
    }

    @Test("what an earlier program has asked has its time once more in this one")
    func inherited() throws {
        var handover = Handover()
        let worker = WorkerHandover(
            slot: 0, generation: 1, pid: 500, phase: .retiring, spawned: .seconds(1), descriptor: 9)
        handover.pools = [
            PoolHandover(
                service: "service0", capacity: 8, isCurrent: true, wasReady: true,
                totals: Totals(), memory: 3, alarm: 4, ledger: 5, sets: [], listeners: [], workers: [worker])
        ]
        let stage = try Stage(inheriting: handover, [Self.limits], isReturn: false)
        stage.kernel.emptyHanded = [self.worker(0)]
        stage.settle()
        stage.everybodyReady()
        stage.everybodyReady()
        stage.pass(.seconds(30))
        #expect(stage.kernel.killed == [self.worker(0)])
        _ = stage.takeDeeds()
    }
}
