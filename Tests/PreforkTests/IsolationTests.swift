import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: several services")
struct IsolationTests {
    private static let limits = PoolLimits(min: 2, max: 4, spare: 1)

    @Test("while one service is held because its starts fail, another grows, dies and is replaced as ever")
    func untouched() throws {
        let stage = try Stage(Self.limits, Self.limits)
        stage.start()
        for slot in 0..<2 { stage.kernel.end(stage.worker(slot), .exited(71)) }
        stage.everybodyReady()
        _ = (stage.takeDeeds(), stage.observer.takeReports())

        for slot in 0..<2 { stage.take(stage.worker(slot, of: 1)) }
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(2, of: 1))])
        stage.kernel.end(stage.worker(0, of: 1), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 2, of: 1))])
        stage.everybodyReady()
        #expect(stage.observer.pools[0].census == Census())
        #expect(stage.observer.pools[0].startFailures == 1)
        #expect(stage.observer.pools[1].startFailures == 0)
        #expect(!stage.observer.takeReports().contains { if case .throttled = $0 { true } else { false } })
    }

    @Test("a refused fork for one service does not hold the other")
    func forkFailure() throws {
        let stage = try Stage(Self.limits, Self.limits)
        stage.kernel.forkErrors = [.resourceTemporarilyUnavailable]
        stage.start()
        let others = (0..<2).map { stage.worker($0, of: 1) }
        #expect(stage.takeDeeds() == [.refusedSpawn(stage.worker(0))] + others.map { .spawn($0) })
    }

    @Test("the same slot number in two services is two workers")
    func sameSlot() throws {
        let stage = try Stage(Self.limits, Self.limits)
        stage.start()
        stage.everybodyReady()
        _ = stage.takeDeeds()
        stage.kernel.end(stage.worker(1, of: 1), .exited(1))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(1, generation: 2, of: 1))])
        #expect(stage.kernel.workers.contains(stage.worker(1, of: 0)))
    }
}
