import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: large pools")
struct LargePoolTests {
    private static let limits = PoolLimits(min: 200, max: 300, spare: 0)

    @Test("a large pool is started in portions, at once one after the other")
    func portions() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        #expect(stage.kernel.workers.count == 16)
        #expect(stage.pass(.zero) == 12)
        #expect(stage.kernel.workers.count == 200)
        _ = stage.takeDeeds()
        stage.everybodyReady()
        #expect(stage.observer.takeReports().suffix(2) == [.serviceReady(0, workers: 200), .allReady])
        #expect(stage.pass(.seconds(3_600)) == 0)
    }

    @Test("forks that take their time are in smaller portions, of at least one")
    func slow() throws {
        let stage = try Stage(Self.limits)
        stage.kernel.timeOfFork = .milliseconds(1)
        stage.start()
        #expect(stage.kernel.workers.count == 4)
        stage.kernel.timeOfFork = .milliseconds(5)
        #expect(stage.pass(.seconds(1)) == 196)
        #expect(stage.kernel.workers.count == 200)
        _ = stage.takeDeeds()
    }

    @Test("a fork that is refused within a portion holds the rest, without a wake-up until the hold is over")
    func refusedWithin() throws {
        let stage = try Stage(Self.limits)
        stage.kernel.forkErrors = Array(repeating: nil, count: 10) + [.resourceTemporarilyUnavailable]
        stage.start()
        #expect(stage.kernel.workers.count == 10)
        #expect(stage.pass(.milliseconds(999)) == 0)
        #expect(stage.kernel.forkAttempts == 11)
        stage.everybodyReady()
        stage.settle()
        #expect(stage.kernel.workers.count == 200)
        _ = stage.takeDeeds()
    }

    @Test("a burst is followed in portions, and no further client has to come for the rest")
    func burst() throws {
        let stage = try Stage.ready(PoolLimits(min: 0, max: 300, spare: 0))
        stage.kernel.depths = [.counted(200)]
        #expect(stage.pass(.zero) == 13)
        #expect(stage.kernel.workers.count == 200)
        let portions = stage.observer.takeReports().filter { if case .grew = $0 { true } else { false } }
        #expect(portions == (Array(repeating: 16, count: 12) + [8]).map { .grew(0, by: $0, .demand) })
        _ = stage.takeDeeds()
    }

    @Test("deaths and demand of one turn share its portion")
    func manyDeaths() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        stage.settle()
        stage.everybodyReady()
        stage.pass(StartThrottle.probation)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        for worker in stage.kernel.workers { stage.kernel.end(worker, .killed(.kill, coreDumped: false)) }
        #expect(stage.pass(.zero) == 13)
        #expect(stage.kernel.workers.count == 200)
        _ = stage.takeDeeds()
    }

    @Test("a stop between two portions starts no more and does not spin")
    func stopWithin() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        stage.kernel.deliver(.signal(.terminate))
        #expect(stage.pass(.seconds(1)) == 1)
        #expect(stage.kernel.workers.count == 16)
        for worker in stage.kernel.workers { stage.leave(worker) }
        stage.settle()
        #expect(stage.isFinished)
        _ = stage.takeDeeds()
    }
}
