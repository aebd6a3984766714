import PoolPolicy
import Prefork
import Testing

@Suite("A pool whose maximum follows what the daemon is given")
struct PoolSizeTests {
    private static let descriptors = Resource(.descriptors, total: 100, left: 30)

    /// Room for 50 workers, of which two are ready.
    private func stage(_ resources: [Resource]) throws -> Stage {
        let limits = PoolLimits(min: 2, max: 50, spare: 2)
        let size = AutomaticSize(slots: limits.max, maxUnavailable: .percent(20))
        let stage = try Stage([PoolSettings(name: "auto", limits: limits, size: size)])
        stage.kernel.resources = resources
        stage.start()
        stage.everybodyReady()
        _ = stage.takeDeeds()
        return stage
    }

    /// A client comes, and the pool does for it what it may.
    private func serveOne(_ stage: Stage, by slot: Int) {
        stage.take(stage.worker(slot))
        stage.settle()
        stage.everybodyReady()
        _ = stage.takeDeeds()
    }

    @Test("may have as many workers as there is room for, and as many less at once")
    func start() throws {
        let stage = try stage([Self.descriptors])
        let pool = try #require(stage.observer.pools.first)
        #expect(pool.limits.max == 10 && pool.limits.maxUnavailable == 2 && pool.limits.min == 2)
        #expect(pool.bindingLimit == .descriptors)
    }

    @Test("does not ask again while nobody comes")
    func idle() throws {
        let stage = try stage([Self.descriptors])
        #expect(stage.kernel.resourceReadings == 1)
        stage.pass(.seconds(3_600))
        #expect(stage.kernel.resourceReadings == 1)
    }

    @Test("asks once a second while clients come, and follows what is left")
    func follows() throws {
        let stage = try stage([Self.descriptors])
        serveOne(stage, by: 0)
        #expect(stage.kernel.resourceReadings == 1)
        stage.kernel.resources = [Resource(.descriptors, total: 100, left: 13)]
        stage.pass(.seconds(1))
        serveOne(stage, by: 1)
        // One more for what is left beyond the reserve, on top of those that live.
        #expect(stage.kernel.resourceReadings == 2)
        #expect(stage.observer.pools[0].limits.max == 4)
        stage.kernel.resources = [Resource(.controlGroupProcesses, total: 100, left: 18)]
        stage.pass(.seconds(1))
        serveOne(stage, by: 2)
        // Full, it asks when nobody is idle any more.
        #expect(stage.kernel.resourceReadings == 2)
        serveOne(stage, by: 3)
        #expect(stage.observer.pools[0].limits.max == 4 + 8)
        #expect(stage.observer.pools[0].bindingLimit == .controlGroupProcesses)
    }

    @Test("takes a worker's memory for what the workers have measured")
    func memory() throws {
        let stage = try stage([Resource(.controlGroupMemory, total: 1_000 << 20, left: 500 << 20)])
        #expect(stage.observer.pools[0].limits.max == 50 && stage.observer.pools[0].bindingLimit == .slots)
        stage.scoreboards[0].slot(0).pointee.note(privateBytes: 150 << 20)
        stage.scoreboards[0].slot(1).pointee.note(privateBytes: 50 << 20)
        stage.pass(.seconds(1))
        serveOne(stage, by: 0)
        // 400 MiB beyond the reserve, for workers of 100 MiB and a little.
        #expect(stage.observer.pools[0].limits.max == 2 + 3)
        #expect(stage.observer.pools[0].bindingLimit == .controlGroupMemory)
    }

    @Test("leaves the minimum to the operator, whatever is left")
    func minimum() throws {
        let stage = try stage([Resource(.controlGroupProcesses, total: 10, left: 0)])
        #expect(stage.observer.pools[0].limits.max == 2)
        #expect(stage.census.idle == 2)
    }
}
