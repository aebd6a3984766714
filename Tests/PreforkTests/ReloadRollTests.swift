import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: from the old workers to the new")
struct ReloadRollTests {
    private typealias Service = Reconfiguration<PoolSettings>.Service
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0)
    private static let reloaded = RecordingObserver.Report.reloaded(changed: ["service0"], added: [], removed: [])

    private func service(_ name: String, _ limits: PoolLimits = Self.limits) -> Service {
        Service(name: name, change: .work(PoolSettings(name: name, limits: limits)))
    }

    private func kept(_ name: String) -> Service { Service(name: name, change: .none) }

    private func worker(_ slot: Int, of pool: Int) -> WorkerID { WorkerID(pool: pool, slot: slot, generation: 1) }

    /// One service, all of whose pools share a listener.
    private func ready(_ settings: PoolSettings) throws -> Stage {
        let stage = try Stage([settings])
        stage.kernel.listenerOfService = { _ in 0 }
        stage.kernel.listeners = [0: 0]
        stage.start()
        stage.everybodyReady()
        stage.pass(StartThrottle.probation)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        return stage
    }

    @Test("an idle worker that takes a client before it hears that it was asked does not keep the reload from its end")
    func late() throws {
        let stage = try ready(PoolSettings(name: "service0", limits: Self.limits))
        stage.reload([service("service0")])
        stage.everybodyReady()
        stage.everybodyReady()
        #expect(stage.kernel.asked == [worker(1, of: 0)])
        stage.take(worker(1, of: 0))
        stage.settle()
        // Nor does it spend the budget.
        #expect(stage.kernel.asked == [worker(0, of: 0), worker(1, of: 0)])
        #expect(stage.settled == [true] && stage.observer.reports.last != Self.reloaded)
        stage.leave(worker(0, of: 0))
        stage.settle()
        #expect(stage.observer.reports.last == Self.reloaded)
        #expect(stage.kernel.workers == [worker(1, of: 0), worker(0, of: 1), worker(1, of: 1)])
        _ = stage.takeDeeds()
    }

    @Test("a worker that is still starting when its configuration goes takes no client any more")
    func starting() throws {
        let stage = try ready(PoolSettings(name: "service0", limits: Self.limits))
        for slot in 0..<2 { stage.take(worker(slot, of: 0)) }
        stage.kernel.depths[0] = .counted(1)
        stage.settle()
        let late = worker(2, of: 0)
        #expect(stage.state(late) == .starting)
        stage.kernel.depths[0] = .none
        stage.reload([service("service0")])
        stage.becomeReady(worker(0, of: 1))
        stage.settle()
        #expect(stage.observer.reports.last == Self.reloaded)
        stage.becomeReady(late)
        #expect(!stage.isLetIn(late))
        stage.settle()
        #expect(stage.kernel.asked.contains(late))
        _ = stage.takeDeeds()
    }

    @Test("a reload does not end before the last worker that became ready meanwhile was heard, and asked")
    func unheard() throws {
        var settle: () -> Void = {}
        let next = Reconfiguration(drainTimeout: .seconds(30), services: [service("service0")])
        let stage = try Stage(
            [PoolSettings(name: "service0", limits: Self.limits)],
            reconfigure: Reconfigure(prepare: { .success(next) }, settle: { _ in settle() }))
        stage.kernel.listenerOfService = { _ in 0 }
        stage.kernel.listeners = [0: 0]
        stage.start()
        stage.becomeReady(worker(0, of: 0))
        stage.kernel.deliver(.signal(.hangup))
        stage.settle()
        // It is asked at once, and not waited for.
        stage.take(worker(0, of: 0))
        // In the midst of the turn that makes the new configuration hold.
        let late = worker(1, of: 0)
        settle = { stage.becomeReady(late) }
        stage.becomeReady(worker(0, of: 1))
        stage.settle()
        #expect(stage.kernel.asked == [worker(0, of: 0), late])
        #expect(!stage.observer.reports.contains(Self.reloaded))
        stage.leave(late)
        stage.settle()
        #expect(stage.observer.reports.last == Self.reloaded)
        _ = stage.takeDeeds()
    }

    @Test("a program that is still starting when its configuration goes is asked at once, and holds nothing up")
    func startingProgram() throws {
        let limits = PoolLimits(min: 2, max: 4, spare: 0, maxUnavailable: 1)
        let settings = PoolSettings(name: "service0", limits: limits, kind: .program(.notify))
        let stage = try ready(settings)
        stage.kernel.end(worker(1, of: 0), .killed(.kill, coreDumped: false))
        stage.settle()
        let late = WorkerID(pool: 0, slot: 1, generation: 2)
        #expect(stage.state(late) == .starting)
        stage.reload([Service(name: "service0", change: .work(settings))])
        #expect(!stage.kernel.asked.contains(late))
        stage.becomeProgram(worker(0, of: 1))
        stage.settle()
        #expect(stage.kernel.asked == [late, worker(0, of: 0)])
        #expect(stage.takeDeeds().count { $0 == .retire(late) } == 1)
    }

    @Test("the next reload ends though clients hold every place that the pool has")
    func held() throws {
        let limits = PoolLimits(min: 4, max: 4, spare: 0, maxUnavailable: 1)
        let stage = try ready(PoolSettings(name: "full", limits: limits))
        for slot in 0..<4 { stage.take(worker(slot, of: 0)) }
        for pool in 1...5 {
            stage.reload([service("full", limits)])
            stage.everybodyReady()
            for worker in stage.kernel.asked where worker.pool != 0 { stage.leave(worker) }
            stage.settle()
            #expect(stage.settled.count == pool)
            #expect(stage.observer.reports.last == .reloaded(changed: ["full"], added: [], removed: []))
        }
        #expect(stage.kernel.workers.count == 5)
        #expect(stage.kernel.open.count == 2)
        _ = stage.takeDeeds()
    }

    @Test("a pool that goes has the supervisor do nothing while its last client stays")
    func quiet() throws {
        let stage = try ready(PoolSettings(name: "old", limits: Self.limits, maxAge: .seconds(10)))
        for slot in 0..<2 { stage.take(worker(slot, of: 0)) }
        stage.reload([service("old")])
        stage.everybodyReady()
        stage.everybodyReady()
        stage.pass(.seconds(300))
        #expect(stage.pass(.seconds(3_600)) == 0)
        _ = stage.takeDeeds()
    }

    @Test("what a pool that goes still owed is not waited for")
    func owed() throws {
        let limits = PoolLimits(min: 2, max: 200, spare: 0)
        let stage = try ready(PoolSettings(name: "large", limits: limits))
        for slot in 0..<2 { stage.take(worker(slot, of: 0)) }
        stage.reload([service("large", limits)])
        stage.becomeReady(worker(0, of: 1))
        // In one turn with the worker that is ready: more are wanted than are started in a turn.
        stage.kernel.depths[0] = .counted(150)
        stage.settle()
        #expect(stage.settled == [true])
        stage.kernel.depths = [.none, .none]
        stage.everybodyReady()
        stage.settle()
        _ = stage.takeDeeds()
    }

    @Test("readiness is told once those that were not ready are removed")
    func readiness() throws {
        let stage = try Stage((0..<2).map { PoolSettings(name: "service\($0)", limits: Self.limits) })
        stage.start()
        for slot in 0..<2 { stage.becomeReady(worker(slot, of: 0)) }
        stage.settle()
        #expect(!stage.observer.takeReports().contains(.allReady))
        stage.reload([kept("service0")])
        #expect(stage.observer.takeReports().contains(.allReady))
        _ = stage.takeDeeds()
    }
}
