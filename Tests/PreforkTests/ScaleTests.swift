import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: what an operator has asked of a service, over reloads and upgrades")
struct ScaleTests {
    private typealias Service = Reconfiguration<PoolSettings>.Service
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0)

    private func give(_ order: SupervisorOrder, _ stage: Stage) {
        stage.observer.orders = [order]
        stage.kernel.deliver(.attention)
        stage.settle()
    }

    /// One service, scaled to 4 to 6 workers.
    private func scaled() throws -> Stage {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.listenerOfService = { _ in 0 }
        stage.kernel.listeners = [0: 0]
        give(.scale(service: "service0", min: 4, max: 6), stage)
        stage.everybodyReady()
        _ = stage.takeDeeds()
        return stage
    }

    private func bounds(_ stage: Stage) -> [Int] {
        [stage.observer.pools[0].limits.min, stage.observer.pools[0].limits.max]
    }

    /// Until the workers of the newest pool are ready and those before have left.
    private func goOn(_ stage: Stage) {
        for _ in 0..<8 {
            stage.everybodyReady()
            for worker in stage.kernel.asked where !stage.kernel.hasEnded(worker) { stage.leave(worker) }
            stage.settle()
        }
        _ = stage.takeDeeds()
    }

    private func changed(_ limits: PoolLimits) -> Service {
        Service(name: "service0", change: .work(PoolSettings(name: "service0", limits: limits)))
    }

    @Test("other workers with the same numbers in the configuration are as many as before")
    func sameNumbers() throws {
        let stage = try scaled()
        for _ in 0..<2 {
            stage.reload([changed(Self.limits)])
            goOn(stage)
            #expect(bounds(stage) == [4, 6])
            #expect(stage.kernel.workers.count == 4)
        }
        stage.kernel.deliver(.signal(.terminalInput))
        stage.reload([Service(name: "service0", change: .none)])
        stage.reload([changed(Self.limits)])
        goOn(stage)
        #expect(bounds(stage) == [5, 6])
    }

    @Test("other numbers in the configuration hold, with other workers and with the same", arguments: [true, false])
    func otherNumbers(work: Bool) throws {
        let stage = try scaled()
        let other = PoolLimits(min: 3, max: 8, spare: 0)
        stage.reload([work ? changed(other) : Service(name: "service0", change: .limits(other))])
        goOn(stage)
        #expect(bounds(stage) == [3, 8])
        // And nothing is left of what was before.
        stage.reload([changed(other)])
        goOn(stage)
        #expect(bounds(stage) == [3, 8])
    }

    @Test("a maximum of which the next pool has not the slots is what it has")
    func slots() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.listenerOfService = { _ in 0 }
        stage.kernel.listeners = [0: 0]
        let fewer = PoolLimits(min: 2, max: 4, spare: 0)
        stage.reload([Service(name: "service0", change: .limits(fewer))])
        give(.scale(service: "service0", min: 6, max: 8), stage)
        stage.reload([changed(fewer)])
        goOn(stage)
        #expect(bounds(stage) == [4, 4])
    }

    // MARK: Upgrades

    /// What a program leaves that was asked to upgrade.
    private func left(by stage: Stage) throws -> Handover {
        stage.kernel.deliver(.signal(.user2))
        stage.settle()
        stage.kernel.deliver(.examined(.exited(0), ""))
        stage.settle()
        return try #require(stage.kernel.became.last?.handover)
    }

    @Test("the next program goes on with it where the configuration has the same numbers", arguments: [true, false])
    func upgrade(isSame: Bool) throws {
        let handover = try #require(Handover(left(by: scaled()).text))
        let limits = isSame ? Self.limits : PoolLimits(min: 2, max: 9, spare: 0)
        let next = try Stage(inheriting: handover, [limits], isReturn: false)
        next.kernel.listeners = [0: 0, 1: 0]
        next.settle()
        #expect(bounds(next) == [4, 6], "as long as the old workers serve")
        goOn(next)
        #expect(bounds(next) == (isSame ? [4, 6] : [2, 9]))
        #expect(next.kernel.workers.count == (isSame ? 4 : 2))
        let following = try left(by: next)
        #expect(following.pools.first?.configured == PoolBounds(min: 2, max: limits.max))
        #expect(following.pools.first?.bounds?.min == (isSame ? 4 : 2))
    }

    @Test("so does the program before, where the next one can't go on")
    func back() throws {
        let next = try Stage(inheriting: try left(by: scaled()), [Self.limits], isReturn: false)
        next.settle()
        next.kernel.end(WorkerID(pool: 1, slot: 0, generation: 1), .exited(1))
        next.settle()
        let handover = try #require(next.kernel.became.first?.handover)
        let before = try Stage(inheriting: handover, [Self.limits], isReturn: true)
        before.start()
        before.settle()
        #expect(bounds(before) == [4, 6])
        #expect(before.kernel.workers.count == 4)
        _ = (next.takeDeeds(), before.takeDeeds())
    }

    @Test("a drained service is drained in the next program, until it is resumed")
    func drained() throws {
        let stage = try scaled()
        give(.drain(service: "service0"), stage)
        goOn(stage)
        #expect(stage.kernel.workers.isEmpty)
        let next = try Stage(inheriting: try left(by: stage), [Self.limits], isReturn: false)
        next.kernel.listeners = [0: 0, 1: 0]
        next.settle()
        goOn(next)
        next.pass(.seconds(3_600))
        #expect(next.kernel.workers.isEmpty && next.observer.pools[0].isDraining)
        #expect(next.observer.reports.contains(.upgraded(from: preforkVersion)))
        give(.resume(service: "service0"), next)
        goOn(next)
        #expect(next.kernel.workers.count == 4)
    }

    @Test("a pool whose maximum follows from what there is keeps the minimum that somebody gave it")
    func automatic() throws {
        let size = AutomaticSize(slots: 8, maxUnavailable: .percent(10))
        let settings = PoolSettings(name: "service0", limits: Self.limits, size: size)
        let stage = try Stage([settings])
        stage.kernel.resources = [Resource(.descriptors, total: 100, left: 40)]
        stage.start()
        stage.everybodyReady()
        give(.scale(service: "service0", min: 3, max: nil), stage)
        let handover = try #require(Handover(left(by: stage).text))
        #expect(handover.pools[0].configured == PoolBounds(min: 2, max: nil))
        #expect(handover.pools[0].bounds == PoolBounds(min: 3, max: nil))
        stage.kernel.listeners = [0: 0, 1: 0]
        stage.reload([Service(name: "service0", change: .work(settings))])
        goOn(stage)
        #expect(bounds(stage)[0] == 3)
    }
}
