import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: start")
struct StartTests {
    private static let limits = PoolLimits(min: 3, max: 8, spare: 2)

    @Test("each pool starts its minimum, in slots from 0 on")
    func minimum() throws {
        let stage = try Stage(Self.limits, PoolLimits(min: 1, max: 4))
        stage.start()
        let first = (0..<3).map { stage.worker($0) }
        let second = stage.worker(0, of: 1)
        #expect(stage.takeDeeds() == (first + [second]).map { .spawn($0) })
        #expect(
            stage.observer.takeReports()
                == first.map { .spawned($0) } + [
                    .grew(0, by: 3, .minimum), .spawned(second), .grew(1, by: 1, .minimum),
                ])
        #expect(stage.kernel.workers == Set(first + [second]))
    }

    @Test("a service is ready once its minimum is, and not before")
    func readiness() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        for slot in [2, 0] {
            stage.becomeReady(stage.worker(slot))
            stage.settle()
            #expect(stage.observer.takeReports() == [.ready(stage.worker(slot))])
        }
        stage.becomeReady(stage.worker(1))
        stage.settle()
        #expect(
            stage.observer.takeReports() == [.ready(stage.worker(1)), .serviceReady(0, workers: 3), .allReady])
    }

    @Test("the whole is ready once the last service is")
    func allReady() throws {
        let stage = try Stage(PoolLimits(min: 1, max: 2), PoolLimits(min: 1, max: 2))
        stage.start()
        _ = stage.takeDeeds()
        stage.becomeReady(stage.worker(0, of: 1))
        stage.settle()
        #expect(
            stage.observer.takeReports().suffix(2) == [.ready(stage.worker(0, of: 1)), .serviceReady(1, workers: 1)])
        stage.becomeReady(stage.worker(0, of: 0))
        stage.settle()
        #expect(stage.observer.takeReports().suffix(2) == [.serviceReady(0, workers: 1), .allReady])
    }

    @Test("readiness is told once, whatever dies and comes back later")
    func readinessOnce() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 2, spare: 0))
        stage.kernel.end(stage.worker(0), .exited(1))
        stage.settle()
        stage.becomeReady(stage.worker(0, generation: 2))
        stage.settle()
        _ = stage.takeDeeds()
        #expect(!stage.observer.takeReports().contains { if case .serviceReady = $0 { true } else { $0 == .allReady } })
    }

    @Test("a service with min = 0 is ready at once and sleeps until somebody waits")
    func sleeping() throws {
        let stage = try Stage(PoolLimits(min: 0, max: 8, spare: 2))
        stage.start()
        #expect(stage.observer.takeReports() == [.serviceReady(0, workers: 0), .allReady])
        #expect(stage.kernel.isWatched(0))
        stage.settle()
        #expect(stage.pass(.seconds(86_400)) == 0)
        stage.kernel.depths = [.counted(1)]
        stage.settle()
        #expect(stage.takeDeeds() == (0..<3).map { .spawn(stage.worker($0)) })
    }

    @Test("a pool at rest makes no wake-ups")
    func rest() throws {
        let stage = try Stage.ready(Self.limits)
        #expect(stage.pass(.seconds(86_400)) == 0)
    }

    @Test("the observer's own deadline wakes the supervisor")
    func observerDeadline() throws {
        let stage = try Stage.ready(Self.limits)
        let due = stage.kernel.now + .seconds(5)
        stage.observer.deadline = due
        #expect(stage.pass(.seconds(5)) == 1)
        #expect(stage.kernel.now == due)
        #expect(stage.observer.deadline == nil)
    }
}
