import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: reload")
struct ReloadTests: ReloadScene {
    @Test("an unchanged configuration touches nobody")
    func unchanged() throws {
        let stage = try ready(2)
        stage.reload([kept("service0"), kept("service1")])
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [.reloading, .reloaded(changed: [], added: [], removed: [])])
        #expect(stage.settled == [true])
    }

    @Test("a changed service gets one worker on trial, and then the others, each before an old one goes")
    func changed() throws {
        let stage = try ready(2)
        stage.kernel.listeners = [0: 0, 2: 0]
        stage.reload([service("service0"), kept("service1")])
        #expect(stage.takeDeeds() == [.spawn(worker(0, of: 2))])
        #expect(stage.settled == [])
        stage.becomeReady(worker(0, of: 2))
        stage.settle()
        #expect(stage.settled == [true])
        // One of the old pool may go, for the pool has one more than it needs.
        #expect(stage.takeDeeds() == [.retire(worker(1, of: 0)), .spawn(worker(1, of: 2))])
        stage.leave(worker(1, of: 0))
        stage.settle()
        #expect(stage.takeDeeds() == [])
        _ = stage.observer.takeReports()
        stage.becomeReady(worker(1, of: 2))
        stage.settle()
        #expect(stage.takeDeeds() == [.retire(worker(0, of: 0))])
        // It may take a client before it hears of it.
        #expect(stage.observer.takeReports() == [.ready(worker(1, of: 2))])
        stage.leave(worker(0, of: 0))
        stage.settle()
        #expect(stage.observer.takeReports().last == .reloaded(changed: ["service0"], added: [], removed: []))
        #expect(stage.takeDeeds() == [.close(0)])
        #expect(stage.observer.pools.map(\.name) == ["service0", "service1"])
        #expect(stage.kernel.workers == [worker(0, of: 1), worker(1, of: 1), worker(0, of: 2), worker(1, of: 2)])
    }

    @Test("connections in hand are finished, however full the pool")
    func full() throws {
        let limits = PoolLimits(min: 4, max: 4, spare: 0, maxUnavailable: 1)
        let stage = try Stage([PoolSettings(name: "full", limits: limits)])
        stage.start()
        stage.everybodyReady()
        stage.pass(StartThrottle.probation)
        stage.kernel.listeners = [0: 0, 1: 0]
        for slot in 0..<4 { stage.take(worker(slot, of: 0)) }
        stage.reload([service("full", limits)])
        stage.becomeReady(worker(0, of: 1))
        stage.settle()
        // All were asked, and finish; nobody else is started where no worker may be added.
        #expect(stage.kernel.asked == Set((0..<4).map { worker($0, of: 0) }))
        #expect(stage.kernel.killed == [])
        #expect(stage.kernel.workers.count == 5)
        #expect(stage.observer.reports.last == .reloaded(changed: ["full"], added: [], removed: []))
        for slot in 0..<4 {
            stage.finish(worker(slot, of: 0))
            stage.leave(worker(slot, of: 0))
            stage.everybodyReady()
        }
        stage.everybodyReady()
        #expect(stage.kernel.workers == Set((0..<4).map { worker($0, of: 1) }))
        #expect(stage.observer.pools[0].census == Census(idle: 4, lowWater: LowWater(idle: 0)))
        _ = stage.takeDeeds()
    }

    @Test("counters go on: what the old pool had and what it still finishes")
    func counters() throws {
        let stage = try ready(1)
        stage.kernel.listeners = [0: 0, 1: 0]
        stage.take(worker(0, of: 0))
        stage.finish(worker(0, of: 0))
        stage.take(worker(0, of: 0))
        stage.reload([service("service0")])
        stage.everybodyReady()
        stage.everybodyReady()
        stage.take(worker(0, of: 1))
        stage.finish(worker(0, of: 0))
        for slot in 0..<2 { stage.leave(worker(slot, of: 0)) }
        stage.settle()
        stage.kernel.deliver(.signal(.user1))
        stage.settle()
        let totals = Totals(accepted: 3, served: 2, received: 20, sent: 40, started: 4)
        #expect(stage.observer.reports.last == .totals([totals]))
        // Its number is no other's.
        #expect(stage.scoreboards[1].ledger.durations.beginConnection(at: 0) == 4)
        _ = stage.takeDeeds()
    }

    @Test("a removed service refuses at once; what it has in hand is finished")
    func removed() throws {
        let stage = try ready(2)
        stage.take(worker(0, of: 1))
        stage.reload([kept("service0")])
        #expect(stage.takeDeeds() == [.retire(worker(0, of: 1)), .retire(worker(1, of: 1)), .refuse(1)])
        #expect(stage.observer.takeReports() == [.reloading])
        stage.leave(worker(1, of: 1))
        stage.settle()
        #expect(stage.observer.takeReports().last == .reloaded(changed: [], added: [], removed: ["service1"]))
        stage.finish(worker(0, of: 1))
        stage.leave(worker(0, of: 1))
        stage.settle()
        #expect(stage.takeDeeds() == [.close(1)])
        #expect(stage.observer.pools.map(\.name) == ["service0"])
    }

    @Test("an added service is ready with its minimum, and its index is that of one that is gone")
    func added() throws {
        let stage = try ready(1)
        stage.reload([kept("service0"), service("new")])
        stage.everybodyReady()
        stage.everybodyReady()
        #expect(stage.takeDeeds() == [.spawn(worker(0, of: 1)), .spawn(worker(1, of: 1))])
        #expect(
            stage.observer.takeReports().filter { if case .spawned = $0 { false } else { true } } == [
                .reloading, .grew(1, by: 1, .reload), .ready(worker(0, of: 1)), .grew(1, by: 1, .minimum),
                .reloaded(changed: [], added: ["new"], removed: []), .ready(worker(1, of: 1)),
                .serviceReady(1, workers: 2),
            ])
        stage.reload([kept("new")])
        for slot in 0..<2 { stage.leave(worker(slot, of: 0)) }
        stage.settle()
        stage.reload([kept("new"), service("newer")])
        #expect(stage.takeDeeds().suffix(2) == [.close(0), .spawn(worker(0, of: 0))])
        stage.everybodyReady()
        stage.everybodyReady()
        _ = stage.takeDeeds()
    }

    @Test("limits alone change in place")
    func limits() throws {
        let stage = try ready(1)
        let more = PoolLimits(min: 4, max: 6, spare: 1)
        stage.reload([Service(name: "service0", change: .limits(more))])
        #expect(stage.takeDeeds() == [.spawn(worker(2, of: 0)), .spawn(worker(3, of: 0))])
        #expect(stage.observer.pools[0].limits == more)
        stage.everybodyReady()
    }

    @Test("a storm of requests ends in the newest file, in two generations at most")
    func storm() throws {
        let stage = try ready(1)
        stage.kernel.listeners = [0: 0, 1: 0, 2: 0]
        stage.reload([service("service0")])
        for _ in 0..<100 { stage.reload([service("service0")]) }
        #expect(stage.configurationsRead == 1)
        #expect(stage.kernel.open == [0, 1])
        for _ in 0..<8 {
            stage.everybodyReady()
            for worker in stage.kernel.asked where !stage.kernel.hasEnded(worker) { stage.leave(worker) }
        }
        stage.settle()
        #expect(stage.configurationsRead == 2)
        #expect(stage.settled == [true, true])
        #expect(stage.kernel.open.count == 1)
        #expect(stage.kernel.workers.count == 2)
        _ = stage.takeDeeds()
    }
}
