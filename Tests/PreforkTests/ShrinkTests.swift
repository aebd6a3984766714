import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: giving back")
struct ShrinkTests {
    private static let limits = PoolLimits(min: 2, max: 16, spare: 0, idleTimeout: .seconds(60))

    /// Workers that became unneeded one after the other go together.
    private static let gathering = Duration.milliseconds(500)

    /// A pool that has grown to `size`, with everyone idle again.
    private func grown(to size: Int) throws -> Stage {
        let stage = try Stage.ready(Self.limits)
        for slot in 0..<2 { stage.take(stage.worker(slot)) }
        stage.kernel.depths = [.counted(size - 2)]
        stage.settle()
        stage.kernel.depths = [.none]
        stage.everybodyReady()
        for slot in 0..<2 { stage.finish(stage.worker(slot)) }
        stage.settle()
        #expect(stage.kernel.workers.count == size)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        return stage
    }

    @Test("what was idle for a whole idle-timeout is asked to leave, from the highest slots down")
    func quiet() throws {
        let stage = try grown(to: 6)
        stage.pass(.seconds(60))
        #expect(stage.takeDeeds() == [])
        stage.pass(Self.gathering)
        let asked = [5, 4, 3, 2].map { stage.worker($0) }
        #expect(stage.takeDeeds() == asked.map { .retire($0) })
        #expect(stage.observer.takeReports() == [.shrank(0, by: 4)])
        #expect(stage.census.retiring == 4)

        for worker in asked { stage.leave(worker) }
        stage.settle()
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == asked.map { .ended($0, .exited(0), .asked, connection: nil) })
        #expect(stage.census == Census(idle: 2, lowWater: LowWater(idle: 0)))
        #expect(stage.pass(.seconds(86_400)) == 0)
    }

    @Test("only idle workers are asked")
    func idleOnly() throws {
        let stage = try grown(to: 6)
        stage.pass(.seconds(59))
        stage.take(stage.worker(5))
        stage.take(stage.worker(3))
        stage.pass(.seconds(1) + Self.gathering)
        #expect(
            stage.takeDeeds() == [
                .retire(stage.worker(4)), .retire(stage.worker(2)), .retire(stage.worker(1)), .retire(stage.worker(0)),
            ])
        for slot in [0, 1, 2, 4] { stage.leave(stage.worker(slot)) }
        stage.settle()
        #expect(stage.takeDeeds() == [])
        #expect(stage.kernel.isWatched(0))
        #expect(stage.census == Census(serving: 2))
    }

    @Test("a peak within the window is kept ready for the next one")
    func peak() throws {
        let stage = try grown(to: 6)
        stage.pass(.seconds(30))
        for slot in 0..<5 { stage.take(stage.worker(slot)) }
        stage.pass(.seconds(1))
        for slot in 0..<5 { stage.finish(stage.worker(slot)) }
        stage.pass(.seconds(29) + Self.gathering)
        #expect(stage.takeDeeds() == [.retire(stage.worker(5))])
        stage.pass(.seconds(31))
        #expect(stage.takeDeeds() == [4, 3, 2].map { .retire(stage.worker($0)) })
    }

    @Test("a worker that takes a connection before it hears that it was asked may finish it")
    func acceptedMeanwhile() throws {
        let stage = try grown(to: 3)
        stage.pass(.seconds(60) + Self.gathering)
        #expect(stage.takeDeeds() == [.retire(stage.worker(2))])
        _ = stage.observer.takeReports()
        stage.take(stage.worker(2))
        stage.pass(.seconds(600))
        #expect(stage.takeDeeds() == [])
        stage.finish(stage.worker(2))
        stage.leave(stage.worker(2))
        stage.settle()
        #expect(stage.observer.takeReports() == [.ended(stage.worker(2), .exited(0), .asked, connection: nil)])
        #expect(stage.kernel.workers.count == 2)
    }

    @Test("min = 0 gives back the last worker, watches the queue again and starts anew")
    func toZero() throws {
        let stage = try Stage.ready(PoolLimits(min: 0, max: 4, spare: 0))
        stage.kernel.depths = [.counted(1)]
        stage.settle()
        stage.kernel.depths = [.none]
        stage.everybodyReady()
        stage.pass(.seconds(60) + Self.gathering)
        stage.leave(stage.worker(0))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0)), .retire(stage.worker(0))])
        #expect(stage.kernel.isWatched(0))
        #expect(stage.pass(.seconds(86_400)) == 0)
        stage.kernel.depths = [.counted(1)]
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 2))])
    }
}
