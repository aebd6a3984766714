import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage
import Testing

@Suite("Supervisor: forks that fail")
struct ForkFailureTests {
    private static let limits = PoolLimits(min: 4, max: 8, spare: 2)

    @Test("a refused fork holds the pool", arguments: [Errno.resourceTemporarilyUnavailable, .tooManyOpenFiles])
    func held(error: Errno) throws {
        let stage = try Stage(Self.limits)
        stage.kernel.forkErrors = [error]
        stage.start()
        stage.settle()
        #expect(stage.takeDeeds() == [.refusedSpawn(stage.worker(0))])
        #expect(stage.observer.takeReports() == [.forkFailed(0, error), .throttled(0, failures: 1)])
    }

    @Test("a fork that is refused after others leaves those alone")
    func midway() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 8, spare: 2))
        stage.kernel.forkErrors = [nil, .noMemory]
        stage.take(stage.worker(0))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(1)), .refusedSpawn(stage.worker(2))])
        #expect(
            stage.observer.takeReports() == [
                .spawned(stage.worker(1)), .grew(0, by: 1, .demand), .forkFailed(0, .noMemory),
                .throttled(0, failures: 1),
            ])
        #expect(stage.census.starting == 1)
    }

    @Test("while every fork is refused, attempts are counted in minutes and not in turns")
    func noSpinning() throws {
        let stage = try Stage(Self.limits)
        stage.kernel.forksFail = .resourceTemporarilyUnavailable
        stage.start()
        let wakeUps = stage.pass(.seconds(600))
        // At 0, 1, 3, 7, 15, 31, 63 and then each 60 seconds, up to a tenth later.
        #expect((14...16).contains(stage.kernel.forkAttempts))
        #expect(wakeUps <= stage.kernel.forkAttempts * 2)
        _ = stage.takeDeeds()
        let failures = stage.observer.takeReports().filter {
            $0 == .forkFailed(0, .resourceTemporarilyUnavailable)
        }
        #expect(failures.count == stage.kernel.forkAttempts)
    }

    @Test("when forks work again, the pool is whole after the hold", arguments: [1, 3, 6])
    func recovery(refusals: Int) throws {
        let stage = try Stage(PoolLimits(min: 4, max: 8, spare: 2, startTimeout: .seconds(3_600)))
        stage.kernel.forkErrors = Array(repeating: .resourceTemporarilyUnavailable, count: refusals)
        stage.start()
        stage.pass(.seconds(70))
        #expect(stage.kernel.forkAttempts == refusals + 1)
        stage.everybodyReady()
        stage.everybodyReady()
        _ = stage.takeDeeds()
        #expect(stage.census.idle == 4)
        #expect(stage.observer.takeReports().last == .allReady)
    }

    @Test("a client that waits for a pool of min = 0 is served after the hold, though nothing else happens")
    func sleepingPool() throws {
        let stage = try Stage.ready(PoolLimits(min: 0, max: 8, spare: 2))
        stage.kernel.forkErrors = [.resourceTemporarilyUnavailable]
        stage.kernel.depths = [.counted(1)]
        stage.settle()
        #expect(stage.takeDeeds() == [.refusedSpawn(stage.worker(0))])
        #expect(!stage.kernel.isWatched(0))
        stage.pass(.milliseconds(1_100))
        #expect(stage.kernel.workers == [stage.worker(0, generation: 2)])
        _ = stage.takeDeeds()
    }

    @Test("a refused fork has the last word on whether workers tell")
    func thresholdAfterRefusal() throws {
        let stage = try Stage.ready(PoolLimits(min: 2, max: 8, spare: 2))
        stage.kernel.forksFail = .resourceTemporarilyUnavailable
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.settle()
        // The first attempt after the hold is refused too: starts stay held, so no worker needs to tell.
        stage.pass(.milliseconds(1_200))
        #expect(stage.kernel.forkAttempts == 4)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        stage.take(stage.worker(1))
        #expect(stage.pass(.seconds(1)) == 0)
    }

    @Test("the generation of a slot goes on though its fork was refused")
    func generation() throws {
        let stage = try Stage(PoolLimits(min: 1, max: 1))
        stage.kernel.forkErrors = [.noMemory]
        stage.start()
        #expect(stage.scoreboards[0].slot(0).pointee.currentState == .empty)
        stage.pass(.milliseconds(1_100))
        #expect(
            stage.takeDeeds() == [.refusedSpawn(stage.worker(0)), .spawn(stage.worker(0, generation: 2))])
    }
}
