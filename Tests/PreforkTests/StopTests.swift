import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: stop")
struct StopTests {
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0)

    private func asked(_ signal: Signal, _ stage: Stage) {
        stage.kernel.deliver(.signal(signal))
        stage.settle()
    }

    private var both: [WorkerID] { [0, 1].map { WorkerID(pool: 0, slot: $0, generation: 1) } }

    @Test("TERM and INT refuse new connections, ask every worker and wait", arguments: [Signal.terminate, .interrupt])
    func drain(signal: Signal) throws {
        let stage = try Stage.ready(Self.limits)
        asked(signal, stage)
        #expect(stage.takeDeeds() == both.map { .retire($0) } + [.refuse(0)])
        #expect(stage.observer.takeReports() == [.stopping(workers: 2)])
        stage.leave(both[0])
        stage.settle()
        #expect(!stage.isFinished)
        stage.leave(both[1])
        stage.settle()
        #expect(stage.isFinished)
        #expect(stage.observer.takeReports().last == .stopped([Totals(started: 2)]))
    }

    @Test("a connection in hand is waited for and counted")
    func inHand() throws {
        let stage = try Stage.ready(Self.limits)
        stage.take(both[0])
        asked(.terminate, stage)
        _ = stage.takeDeeds()
        stage.leave(both[1])
        stage.pass(.seconds(29))
        #expect(!stage.isFinished)
        stage.finish(both[0])
        stage.leave(both[0])
        stage.settle()
        #expect(stage.isFinished)
        #expect(
            stage.observer.takeReports().last
                == .stopped([Totals(accepted: 1, served: 1, received: 10, sent: 20, started: 2)]))
    }

    @Test(
        "a second TERM or INT kills whoever is left at once",
        arguments: [Signal.terminate, .interrupt], [Signal.terminate, .interrupt])
    func secondTime(first: Signal, second: Signal) throws {
        let stage = try Stage.ready(Self.limits)
        asked(first, stage)
        stage.leave(both[1])
        stage.settle()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        asked(second, stage)
        #expect(stage.takeDeeds() == [.kill(both[0])])
        #expect(stage.observer.takeReports() == [.killedAtStop(workers: 1, onRequest: true)])
        #expect(!stage.isFinished)
        asked(.terminate, stage)
        #expect(stage.takeDeeds() == [])
        stage.kernel.end(both[0], .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.isFinished)
    }

    @Test("when drain-timeout is over, who is left is killed, and buried before the end")
    func timeout() throws {
        let stage = try Stage.ready(Self.limits)
        stage.take(both[0])
        asked(.terminate, stage)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        #expect(stage.pass(.seconds(30) - .nanoseconds(1)) == 0)
        #expect(stage.takeDeeds() == [])
        stage.pass(.nanoseconds(1))
        #expect(stage.takeDeeds() == both.map { .kill($0) })
        #expect(stage.observer.takeReports() == [.killedAtStop(workers: 2, onRequest: false)])
        stage.kernel.end(both[1], .killed(.kill, coreDumped: false))
        #expect(stage.pass(.seconds(600)) == 1)
        #expect(!stage.isFinished)
        stage.kernel.end(both[0], .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.isFinished)
        #expect(
            stage.observer.takeReports().contains(
                .ended(both[0], .killed(.kill, coreDumped: false), .asked, connection: 1)))
    }

    @Test("a service whose own time is over loses who is left, and the others go on for as long as all may")
    func ownTimeout() throws {
        let stage = try Stage([
            PoolSettings(name: "short", limits: Self.limits, drainTimeout: .seconds(5)),
            PoolSettings(name: "other", limits: Self.limits),
            PoolSettings(name: "long", limits: Self.limits, drainTimeout: .seconds(60)),
        ])
        stage.start()
        let workers = (0..<3).map { pool in (0..<2).map { WorkerID(pool: pool, slot: $0, generation: 1) } }
        for worker in workers.joined() { stage.becomeReady(worker) }
        stage.settle()
        asked(.terminate, stage)
        stage.leave(workers[0][0])
        stage.settle()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        #expect(stage.pass(.seconds(5) - .nanoseconds(1)) == 0)
        #expect(stage.pass(.nanoseconds(1)) > 0)
        #expect(stage.takeDeeds() == [.kill(workers[0][1])])
        #expect(stage.observer.takeReports() == [.drainTimedOut(pool: 0, workers: 1)])
        stage.kernel.end(workers[0][1], .killed(.kill, coreDumped: false))
        stage.pass(.seconds(25) - .nanoseconds(1))
        #expect(stage.takeDeeds() == [])
        stage.pass(.nanoseconds(1))
        #expect(stage.takeDeeds() == (workers[1] + workers[2]).map { .kill($0) })
    }

    @Test("workers that are starting are asked too, and nobody is started in their place")
    func whileStarting() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        _ = stage.takeDeeds()
        asked(.terminate, stage)
        #expect(stage.takeDeeds() == both.map { .retire($0) } + [.refuse(0)])
        stage.becomeReady(both[0])
        stage.settle()
        for worker in both { stage.leave(worker) }
        stage.settle()
        #expect(stage.isFinished)
        #expect(!stage.observer.takeReports().contains(.allReady))
    }

    @Test("a pool without workers ends at once")
    func empty() throws {
        let stage = try Stage.ready(PoolLimits(min: 0, max: 4, spare: 0))
        asked(.terminate, stage)
        #expect(stage.takeDeeds() == [.refuse(0)])
        #expect(!stage.kernel.isWatched(0))
        #expect(stage.isFinished)
        #expect(stage.observer.takeReports() == [.stopping(workers: 0), .stopped([Totals()])])
    }

    @Test("a drain in a hold of starts ends as any other")
    func throttled() throws {
        let stage = try Stage.ready(Self.limits)
        stage.kernel.forksFail = .noMemory
        stage.kernel.end(both[0], .exited(1))
        stage.settle()
        _ = stage.takeDeeds()
        asked(.terminate, stage)
        #expect(stage.takeDeeds() == [.retire(both[1]), .refuse(0)])
        #expect(stage.pass(.seconds(20)) == 0)
        stage.leave(both[1])
        stage.settle()
        #expect(stage.isFinished)
    }

    @Test("every service drains, and the last worker of all ends the daemon")
    func services() throws {
        let stage = try Stage(Self.limits, PoolLimits(min: 1, max: 1))
        stage.start()
        stage.everybodyReady()
        _ = stage.takeDeeds()
        let other = stage.worker(0, of: 1)
        asked(.terminate, stage)
        #expect(stage.takeDeeds() == both.map { .retire($0) } + [.refuse(0), .retire(other), .refuse(1)])
        for worker in both { stage.leave(worker) }
        stage.settle()
        #expect(!stage.isFinished)
        stage.leave(other)
        stage.settle()
        #expect(stage.isFinished)
    }

    @Test("USR1 has the counters reported while serving and while draining; a reload is not begun then")
    func otherSignals() throws {
        let stage = try Stage.ready(Self.limits)
        stage.take(both[0])
        asked(.user1, stage)
        #expect(stage.observer.takeReports() == [.totals([Totals(accepted: 1, started: 2)])])
        asked(.terminate, stage)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        asked(.user1, stage)
        #expect(stage.observer.takeReports() == [.totals([Totals(accepted: 1, started: 2)])])
        asked(.hangup, stage)
        #expect(stage.observer.takeReports() == [.signalIgnored(.hangup)])
        asked(.user2, stage)
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [.signalIgnored(.user2)])
    }
}
