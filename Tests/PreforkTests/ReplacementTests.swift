import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: deaths")
struct ReplacementTests {
    private static let limits = PoolLimits(min: 3, max: 8, spare: 0)

    @Test("a dead worker is replaced at once, in the same slot, by the next generation")
    func sameSlot() throws {
        let stage = try Stage.ready(Self.limits)
        for generation in 1...3 as ClosedRange<UInt32> {
            let dead = stage.worker(1, generation: generation)
            let heir = stage.worker(1, generation: generation + 1)
            stage.kernel.end(dead, .killed(.kill, coreDumped: false))
            stage.settle()
            #expect(stage.takeDeeds() == [.spawn(heir)])
            #expect(stage.scoreboards[0].slot(1).pointee.currentGeneration == generation + 1)
            stage.becomeReady(heir)
            stage.pass(StartThrottle.probation)
        }
    }

    @Test("one death is followed by one start, not two")
    func once() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 2))])
        stage.everybodyReady()
        #expect(stage.kernel.workers.count == 3)
    }

    @Test("all workers of a pool may die at once")
    func allAtOnce() throws {
        let stage = try Stage.ready(Self.limits)
        for slot in 0..<3 { stage.kernel.end(stage.worker(slot), .killed(.kill, coreDumped: false)) }
        stage.settle()
        #expect(Set(stage.takeDeeds()) == Set((0..<3).map { .spawn(stage.worker($0, generation: 2)) }))
        stage.everybodyReady()
        #expect(stage.census == Census(idle: 3, lowWater: LowWater(idle: 0)))
    }

    @Test("an idle worker's death is reported without a connection")
    func idleDeath() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.end(stage.worker(0), .exited(3))
        stage.settle()
        _ = stage.takeDeeds()
        #expect(stage.observer.takeReports().first == .ended(stage.worker(0), .exited(3), .unasked, connection: nil))
    }

    @Test("a worker killed while it serves is reported with the connection that it had in hand")
    func inHand() throws {
        let stage = try Stage.ready(Self.limits)
        let crash = WaitStatus.killed(Signal(rawValue: 11), coreDumped: true)
        stage.take(stage.worker(0))
        stage.finish(stage.worker(0))
        stage.take(stage.worker(2))
        stage.kernel.end(stage.worker(2), crash)
        stage.settle()
        _ = stage.takeDeeds()
        #expect(stage.observer.takeReports().first == .ended(stage.worker(2), crash, .unasked, connection: 2))
        #expect(stage.observer.inHand.first?.peer.address?.description == "192.0.2.7:4711")
    }

    @Test("counters of a dead worker stay in the totals of its pool")
    func totals() throws {
        let stage = try Stage.ready(Self.limits)
        for _ in 0..<5 {
            stage.take(stage.worker(0))
            stage.finish(stage.worker(0))
        }
        stage.take(stage.worker(0))
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.settle()
        _ = stage.takeDeeds()
        stage.kernel.deliver(.signal(.user1))
        stage.settle()
        let totals = Totals(accepted: 6, served: 5, crashed: 1, received: 50, sent: 100, started: 4, died: 1)
        #expect(stage.observer.takeReports().contains(.totals([totals])))
    }

    @Test("the end of a generation that is long buried is ignored")
    func staleGeneration() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.settle()
        stage.everybodyReady()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        stage.kernel.deliver(.ended(stage.worker(0)))
        stage.settle()
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [])
        #expect(stage.census.live == 3)
    }

    @Test("an end that is told twice in a turn is taken once")
    func toldTwice() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.kernel.deliver(.ended(stage.worker(0)))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 2))])
    }

    @Test("a worker that became ready and died in one turn is no failed start")
    func readyAndDead() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.settle()
        let heir = stage.worker(0, generation: 2)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        stage.becomeReady(heir)
        stage.take(heir)
        stage.kernel.end(heir, .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 3))])
        let end = RecordingObserver.Report.ended(heir, .killed(.kill, coreDumped: false), .unasked, connection: 1)
        let reports = stage.observer.takeReports()
        #expect(reports.contains(end))
        #expect(!reports.contains { if case .throttled = $0 { true } else { false } })
    }
}
