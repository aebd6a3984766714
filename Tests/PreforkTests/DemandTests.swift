import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: demand")
struct DemandTests {
    @Test("a worker that takes one of the last spares wakes the supervisor, who starts others")
    func lastSpare() throws {
        let stage = try Stage.ready(PoolLimits(min: 4, max: 16, spare: 2))
        for slot in 0..<2 { stage.take(stage.worker(slot)) }
        #expect(stage.pass(.zero) == 0)
        stage.take(stage.worker(2))
        #expect(stage.pass(.zero) == 1)
        #expect(stage.takeDeeds() == [.spawn(stage.worker(4))])
        #expect(stage.observer.takeReports() == [.spawned(stage.worker(4)), .grew(0, by: 1, .demand)])
    }

    @Test("with spares enough, connections come and go without a wake-up")
    func noWakeUps() throws {
        let stage = try Stage.ready(PoolLimits(min: 4, max: 16, spare: 2))
        for _ in 0..<100 {
            stage.take(stage.worker(0))
            stage.take(stage.worker(1))
            #expect(stage.pass(.seconds(1)) == 0)
            stage.finish(stage.worker(0))
            stage.finish(stage.worker(1))
        }
    }

    @Test("demand grows a pool up to its maximum and never above", arguments: [4, 5, 16, 64, 65, 200])
    func upToMax(max: Int) throws {
        let stage = try Stage(PoolLimits(min: 4, max: max, spare: 2))
        stage.start()
        stage.everybodyReady()
        stage.kernel.depths = [.counted(7)]
        for _ in 0..<100 {
            for worker in stage.kernel.workers where stage.state(worker) == .idle { stage.take(worker) }
            stage.settle()
            #expect(stage.kernel.workers.count <= max)
            if stage.census == Census(serving: max) { break }
            stage.everybodyReady()
        }
        #expect(stage.kernel.workers.count == max)
        #expect(stage.kernel.isWatched(0) == false)
        #expect(stage.census == Census(serving: max))
        // Nobody else looks at the queue of a pool that is full.
        #expect(stage.pass(.milliseconds(500)) == 5)
        _ = stage.takeDeeds()
    }

    @Test("the depth of the queue tells how many are started")
    func countedQueue() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 64, spare: 0))
        stage.take(stage.worker(0))
        stage.settle()
        #expect(stage.kernel.isWatched(0))
        stage.kernel.depths = [.counted(10)]
        stage.settle()
        #expect(stage.takeDeeds() == (1...10).map { .spawn(stage.worker($0)) })
        #expect(stage.kernel.isWatched(0), "more may come than were started")
    }

    @Test("a queue of unknown depth doubles the pool")
    func unknownDepth() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 64, spare: 0))
        stage.kernel.depths = [.some]
        var sizes: [Int] = []
        for _ in 0..<6 {
            for worker in stage.kernel.workers where stage.scoreboards[0].idle.contains(worker.slot) {
                stage.take(worker)
            }
            stage.settle()
            stage.everybodyReady()
            sizes.append(stage.kernel.workers.count)
        }
        #expect(sizes == [2, 4, 8, 16, 32, 64])
        _ = stage.takeDeeds()
    }

    @Test("while workers are idle nobody asks for the queue")
    func idleWorkersSeeIt() throws {
        let stage = try Stage.ready(PoolLimits(min: 4, max: 16, spare: 0))
        stage.kernel.depths = [.counted(50)]
        #expect(stage.pass(.milliseconds(10)) == 0)
        stage.take(stage.worker(0))
        #expect(stage.pass(.milliseconds(10)) == 0)
    }

    @Test("a wake-up that finds nobody waiting starts nobody")
    func falseAlarm() throws {
        let stage = try Stage.ready(PoolLimits(min: 2, max: 16, spare: 0))
        stage.kernel.deliver(.demand(pool: 0))
        stage.kernel.deliver(.queued(pool: 0))
        stage.settle()
        #expect(stage.takeDeeds() == [])
    }
}
