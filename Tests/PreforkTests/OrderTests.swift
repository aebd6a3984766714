import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: orders of its observer")
struct OrderTests {
    private func give(_ order: SupervisorOrder, _ stage: Stage) -> [RecordingObserver.Report] {
        _ = stage.observer.takeReports()
        stage.observer.orders = [order]
        stage.kernel.deliver(.attention)
        stage.settle()
        return stage.observer.takeReports()
    }

    private func scale(min: Int? = nil, max: Int? = nil, of service: String = "service0") -> SupervisorOrder {
        .scale(service: service, min: min, max: max)
    }

    private func reasons(_ reports: [RecordingObserver.Report]) -> [String] {
        reports.flatMap { report -> [String] in
            if case .orderEnded(_, let failure?) = report { failure.reasons } else { [] }
        }
    }

    @Test("a higher minimum is there at once")
    func raise() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 4, spare: 0))
        #expect(
            give(scale(min: 2), stage) == [
                .scaled(0, min: 2), .spawned(stage.worker(1)), .grew(0, by: 1, .minimum),
                .orderEnded(scale(min: 2), nil),
            ])
        #expect(stage.takeDeeds() == [.spawn(stage.worker(1))])
    }

    @Test("a lower maximum has the surplus retire, the idle first and the busy too")
    func lower() throws {
        let stage = try Stage.ready(PoolLimits(min: 3, max: 4, spare: 0))
        stage.take(stage.worker(0))
        stage.take(stage.worker(1))
        stage.settle()
        _ = give(scale(min: 0, max: 1), stage)
        let deeds = stage.takeDeeds()
        #expect(deeds.count == 2 && deeds.first == .retire(stage.worker(2)), "\(deeds)")
        #expect(stage.census.retiring == 2)
    }

    @Test("bounds that can't be are refused, and nothing changes")
    func bounds() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 4, spare: 0))
        for order in [scale(min: 5), scale(max: 0), scale(max: 5), scale(min: -1), scale(min: 2, max: 1)] {
            #expect(reasons(give(order, stage)).count == 1, "\(order)")
        }
        #expect(reasons(give(scale(min: 1, of: "other"), stage)) == ["there is no service \"other\""])
        #expect(stage.observer.pools[0].limits == PoolLimits(min: 1, max: 4, spare: 0))
        #expect(stage.takeDeeds() == [])
    }

    @Test("a reload begins as the signal has it begin, and its own events tell of it")
    func reload() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 4, spare: 0))
        let reports = give(.reload, stage)
        #expect(reports.first == .reloading && reports.count == 2, "\(reports)")
        _ = stage.takeDeeds()
    }

    @Test("a drained service has all its workers retire and starts none until it is resumed")
    func drain() throws {
        let stage = try Stage.ready(PoolLimits(min: 2, max: 4, spare: 0))
        _ = give(.drain(service: "service0"), stage)
        #expect(Set(stage.takeDeeds()) == [.retire(stage.worker(0)), .retire(stage.worker(1))])
        for slot in 0..<2 { stage.leave(stage.worker(slot)) }
        stage.kernel.depths[0] = .counted(3)
        stage.pass(.seconds(100))
        #expect(stage.takeDeeds() == [] && stage.observer.pools[0].isDraining)
        _ = give(.resume(service: "service0"), stage)
        #expect(stage.takeDeeds().count == 3)
        #expect(!stage.observer.pools[0].isDraining)
    }

    @Test("a daemon that stops says so")
    func refused() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 4, spare: 0))
        stage.kernel.deliver(.signal(.terminate))
        stage.settle()
        #expect(reasons(give(scale(min: 2), stage)) == ["the daemon is stopping"])
        _ = stage.takeDeeds()
    }

    @Test("the overview has the workers as they are, and their connections")
    func overview() throws {
        let stage = try Stage.ready(PoolLimits(min: 2, max: 4, spare: 0))
        stage.take(stage.worker(1))
        stage.settle()
        let workers = stage.observer.workers[0]
        #expect(workers.map(\.id) == [stage.worker(0), stage.worker(1)])
        #expect(workers.map(\.state) == [.idle, .busy])
        #expect(workers.map(\.connections) == [0, 1])
        #expect(workers[1].inHand?.peer.address?.ip == "192.0.2.7")
        #expect(stage.observer.traffic == [Totals(accepted: 1, started: 2)])
    }
}
