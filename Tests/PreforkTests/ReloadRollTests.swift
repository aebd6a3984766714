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

    private func worker(_ slot: Int, of pool: Int) -> WorkerID { WorkerID(service: pool, slot: slot, generation: 1) }

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

    @Test("the next reload ends though clients hold every place that the pool has")
    func held() throws {
        let limits = PoolLimits(min: 4, max: 4, spare: 0, maxUnavailable: 1)
        let stage = try ready(PoolSettings(name: "full", limits: limits))
        for slot in 0..<4 { stage.take(worker(slot, of: 0)) }
        for pool in 1...5 {
            stage.reload([service("full", limits)])
            stage.everybodyReady()
            for worker in stage.kernel.asked where worker.service != 0 { stage.leave(worker) }
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
