import LinuxSystem
import PoolPolicy
import Prefork
import SystemPackage
import Testing

@Suite("Supervisor: upgrade")
struct UpgradeTests {
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0)

    private func worker(_ slot: Int, of pool: Int = 0) -> WorkerID {
        WorkerID(pool: pool, slot: slot, generation: 1)
    }

    private func asked(_ stage: Stage) {
        stage.kernel.deliver(.signal(.user2))
        stage.settle()
    }

    @Test("the new program is examined first, and then this process becomes it with all its workers")
    func becomes() throws {
        let stage = try Stage.ready(Self.limits)
        stage.take(worker(1))
        asked(stage)
        #expect(stage.kernel.examined == ["/new"])
        #expect(stage.kernel.became.isEmpty)
        stage.kernel.deliver(.examined(.exited(0), ""))
        stage.settle()
        let (path, handover) = try #require(stage.kernel.became.first)
        #expect(path == "/new")
        #expect(handover.version == preforkVersion)
        let pool = try #require(handover.pools.first)
        #expect(pool.isCurrent && pool.wasReady)
        #expect(pool.totals == Totals(accepted: 1, started: 2))
        #expect(pool.workers.map(\.phase) == [.ready, .ready])
        // It came back, so it could not.
        #expect(
            stage.observer.takeReports() == [
                .upgrading, .upgradeFailed(.refused("can't run /new: No such file or directory")),
            ])
    }

    @Test("a program that does not pass leaves everything as it was")
    func refused() throws {
        let stage = try Stage.ready(Self.limits)
        asked(stage)
        stage.kernel.deliver(.examined(.exited(78), "x.toml:1:1: no"))
        stage.settle()
        #expect(stage.kernel.became.isEmpty)
        let reason = "/new exited with status 78: x.toml:1:1: no"
        #expect(stage.observer.takeReports() == [.upgrading, .upgradeFailed(.refused(reason))])
        #expect(stage.kernel.workers.count == 2)
    }

    @Test("one that takes too long is ended, once")
    func hangs() throws {
        let stage = try Stage.ready(Self.limits)
        asked(stage)
        stage.pass(.seconds(31))
        #expect(stage.observer.takeReports().count == 2)
        #expect(stage.pass(.seconds(60)) == 0)
    }

    @Test("requests that come meanwhile are one more examination, and a reload waits for it")
    func storm() throws {
        let stage = try Stage.ready(Self.limits)
        for _ in 0..<5 { asked(stage) }
        stage.kernel.deliver(.signal(.hangup))
        stage.settle()
        #expect(stage.kernel.examined.count == 1)
        #expect(stage.configurationsRead == 0)
        stage.kernel.deliver(.examined(.exited(1), ""))
        stage.settle()
        #expect(stage.configurationsRead == 1)
        #expect(stage.kernel.examined.count == 2)
    }

    @Test("a stop does not wait for an examination")
    func stop() throws {
        let stage = try Stage.ready(Self.limits)
        asked(stage)
        stage.kernel.deliver(.signal(.terminate))
        stage.settle()
        #expect(stage.observer.reports.contains(.upgradeFailed(.stopping)))
        stage.kernel.deliver(.examined(.exited(0), ""))
        for slot in 0..<2 { stage.leave(worker(slot)) }
        stage.settle()
        #expect(stage.isFinished)
        #expect(stage.kernel.became.isEmpty)
        #expect(stage.observer.reports.count { $0 == .upgradeFailed(.stopping) } == 1)
        _ = stage.takeDeeds()
    }

    @Test("no program is examined that could not come back to this one")
    func noWayBack() throws {
        let stage = try Stage([PoolSettings(name: "service0", limits: Self.limits)], isKept: false)
        stage.start()
        stage.everybodyReady()
        asked(stage)
        #expect(stage.kernel.examined.isEmpty)
        let reason = "there would be no way back: the program that runs can't be opened"
        #expect(stage.observer.reports.suffix(2) == [.upgrading, .upgradeFailed(.refused(reason))])
        _ = stage.takeDeeds()
    }

    // MARK: In the next program

    private func handed(_ phases: [WorkerHandover.Phase]) -> Handover {
        var handover = Handover()
        handover.version = "0.0.1"
        handover.pools = [
            PoolHandover(
                service: "service0", capacity: 8, isCurrent: true, wasReady: true, totals: Totals(), memory: 3,
                alarm: 4,
                ledger: 5, sets: [], listeners: [],
                workers: phases.enumerated().map { slot, phase in
                    WorkerHandover(
                        slot: slot, generation: 1, pid: Int32(500 + slot), phase: phase, spawned: .seconds(1),
                        descriptor: 9)
                })
        ]
        return handover
    }

    @Test("it takes the workers over, and replaces them once its own are ready")
    func takesOver() throws {
        let stage = try Stage(inheriting: handed([.ready, .ready, .retiring]), [Self.limits], isReturn: false)
        stage.kernel.listeners = [0: 0, 1: 0]
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(worker(0, of: 1))])
        for _ in 0..<3 {
            stage.everybodyReady()
            for worker in stage.kernel.asked where !stage.kernel.hasEnded(worker) { stage.leave(worker) }
        }
        stage.kernel.end(worker(2), .exited(0))
        stage.settle()
        #expect(stage.observer.reports.contains(.upgraded(from: "0.0.1")))
        #expect(stage.settled == [true])
        #expect(stage.kernel.workers.allSatisfy { $0.pool == 1 })
        #expect(stage.kernel.open == [1])
        // It was ready before.
        #expect(!stage.observer.reports.contains(.allReady))
        _ = stage.takeDeeds()
    }

    @Test("whoever was starting has the time that its own configuration gives it")
    func startTimeout() throws {
        var handover = handed([.ready, .starting])
        handover.pools[0].startTimeout = .seconds(150)
        let limits = PoolLimits(min: 2, max: 8, spare: 0, startTimeout: .seconds(300))
        let stage = try Stage(inheriting: handover, [limits], isReturn: false)
        stage.pass(.seconds(50))
        #expect(!stage.observer.reports.contains(.startTimedOut(worker(1))))
        stage.pass(.seconds(2))
        #expect(stage.observer.reports.contains(.startTimedOut(worker(1))))
        _ = stage.takeDeeds()
    }

    @Test("where its first worker dies, the program before goes on with what it left")
    func goesBack() throws {
        let stage = try Stage(inheriting: handed([.ready, .ready]), [Self.limits], isReturn: false)
        stage.settle()
        stage.kernel.end(worker(0, of: 1), .exited(1))
        stage.settle()
        let (path, handover) = try #require(stage.kernel.became.first)
        #expect(path == "/old")
        #expect(handover.pools.map(\.service) == ["service0"])
        #expect(handover.pools[0].workers.count == 2)
        // That came back too, so neither can go on.
        #expect(stage.observer.reports.contains(.stopping(workers: 2)))
        _ = stage.takeDeeds()
    }

    @Test("where there is no way back, it stops, so that another is started")
    func cannotGoBack() throws {
        let stage = try Stage(inheriting: handed([.ready, .ready]), [Self.limits], isReturn: false, hasWayBack: false)
        stage.settle()
        stage.kernel.end(worker(0, of: 1), .exited(1))
        stage.settle()
        #expect(stage.kernel.became.isEmpty)
        #expect(stage.observer.reports.contains(.stopping(workers: 2)))
        _ = stage.takeDeeds()
    }

    @Test("where it can't take the workers over, all is handed back as it came", arguments: 0..<2)
    func handsBack(pools: Int) throws {
        var handover = handed([.ready, .ready])
        handover.pools.append(handover.pools[0])
        handover.pools[1].service = "service1"
        let kernel = ScriptedKernel()
        kernel.openErrors = Array(repeating: nil, count: pools) + [.noMemory]
        #expect(throws: Errno.noMemory) {
            _ = try Stage(inheriting: handover, [Self.limits, Self.limits], isReturn: false, kernel: kernel)
        }
        let (path, handed) = try #require(kernel.became.first)
        #expect(path == "/old")
        #expect(handed.pools == handover.pools)
    }

    @Test("where nobody can be put on trial, it goes back at once, and waits for nothing", arguments: [true, false])
    func nobodyOnTrial(opens: Bool) throws {
        let kernel = ScriptedKernel()
        if opens { kernel.forksFail = .tooManyOpenFiles } else { kernel.openErrors = [nil, .tooManyOpenFiles] }
        let stage = try Stage(inheriting: handed([.ready]), [Self.limits], isReturn: false, kernel: kernel)
        #expect(kernel.became.map(\.path) == ["/old"])
        #expect(kernel.became.first?.handover.pools.map(\.service) == ["service0"])
        _ = stage.takeDeeds()
    }

    @Test("asked to stop in the trial, it stops, and goes back to nobody")
    func stopsOnTrial() throws {
        let stage = try Stage(inheriting: handed([.ready, .ready]), [Self.limits], isReturn: false)
        stage.settle()
        stage.kernel.deliver(.signal(.terminate))
        stage.settle()
        #expect(stage.kernel.became.isEmpty)
        stage.kernel.end(worker(0, of: 1), .killed(.kill, coreDumped: false))
        for slot in 0..<2 { stage.leave(worker(slot)) }
        stage.settle()
        #expect(stage.isFinished)
        _ = stage.takeDeeds()
    }

    @Test("what was asked for meanwhile is left to the program before")
    func handsRequestsBack() throws {
        let stage = try Stage(inheriting: handed([.ready, .ready]), [Self.limits], isReturn: false)
        stage.settle()
        stage.kernel.deliver(.signal(.hangup))
        stage.kernel.end(worker(0, of: 1), .exited(1))
        stage.settle()
        let (_, handover) = try #require(stage.kernel.became.first)
        #expect(handover.wantsReload && !handover.wantsUpgrade)
        let next = try Stage(inheriting: handover, [Self.limits], isReturn: true)
        next.start()
        next.settle()
        #expect(next.configurationsRead == 1)
        _ = stage.takeDeeds()
        _ = next.takeDeeds()
    }

    @Test("what was asked of the program before, and what only it can read, is its own again where it goes on")
    func goesBackAsItWas() throws {
        var handover = handed([.ready, .ready])
        (handover.layout, handover.wantsReload, handover.wantsUpgrade) = (99, true, true)
        let stage = try Stage(inheriting: handover, [Self.limits], isReturn: false)
        stage.settle()
        stage.kernel.end(worker(0, of: 1), .exited(1))
        stage.settle()
        let back = try #require(stage.kernel.became.first?.handover)
        #expect(back.layout == 99 && back.wantsReload && back.wantsUpgrade)
        #expect(stage.configurationsRead == 0)
        _ = stage.takeDeeds()
    }

    @Test("a program that holds has read the newest file, and owes the one before it nothing")
    func owesNothing() throws {
        var handover = handed([.ready, .ready])
        (handover.layout, handover.wantsReload, handover.wantsUpgrade) = (99, true, true)
        let stage = try Stage(inheriting: handover, [Self.limits], isReturn: false)
        stage.kernel.listeners = [0: 0, 1: 0]
        for _ in 0..<3 {
            stage.everybodyReady()
            for worker in stage.kernel.asked where !stage.kernel.hasEnded(worker) { stage.leave(worker) }
        }
        stage.settle()
        #expect(stage.observer.reports.contains(.upgraded(from: "0.0.1")))
        #expect(stage.configurationsRead == 0 && stage.kernel.examined.isEmpty)
        asked(stage)
        stage.kernel.deliver(.examined(.exited(0), ""))
        stage.settle()
        let next = try #require(stage.kernel.became.first?.handover)
        #expect(next.layout != 99 && !next.wantsReload && !next.wantsUpgrade)
        _ = stage.takeDeeds()
    }

    @Test("back in the program before, its workers are its own again")
    func resumes() throws {
        let stage = try Stage(inheriting: handed([.ready, .ready]), [Self.limits], isReturn: true)
        stage.start()
        stage.settle()
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [.resumed(after: "0.0.1")])
        stage.kernel.end(worker(0), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.takeDeeds().count == 1)
        stage.everybodyReady()
        #expect(stage.kernel.workers.count == 2)
    }
}
