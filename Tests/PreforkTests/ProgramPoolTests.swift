import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: workers that become programs")
struct ProgramPoolTests {
    private static let limits = PoolLimits(min: 2, max: 4, spare: 0, startTimeout: .seconds(10), maxUnavailable: 1)

    private func stage(_ readiness: Readiness = .exec, maxAge: Duration? = nil) throws -> Stage {
        let settings = PoolSettings(name: "p", limits: Self.limits, maxAge: maxAge, kind: .program(readiness))
        let stage = try Stage([settings], drainTimeout: .seconds(30))
        stage.start()
        for slot in 0..<2 { stage.becomeProgram(stage.worker(slot)) }
        stage.settle()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        return stage
    }

    @Test("are ready when somebody says so for them, and cost no wake-up from then on, whoever waits")
    func ready() throws {
        let stage = try stage()
        #expect(stage.census == Census(serving: 2, lowWater: LowWater(idle: 0)))
        #expect(stage.observer.pools[0].isFixed && stage.observer.pools[0].wasReady)
        stage.pass(.seconds(60))
        stage.kernel.depths = [.counted(500)]
        #expect(stage.pass(.seconds(3_600)) == 0)
        #expect(!stage.kernel.isWatched(0))
    }

    @Test("one that dies is replaced, counted, and no connection of its is missed")
    func death() throws {
        let stage = try stage()
        stage.pass(.seconds(11))
        stage.kernel.end(stage.worker(0), .exited(3))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 2))])
        #expect(
            stage.observer.takeReports().first == .ended(stage.worker(0), .exited(3), .unasked, connection: nil))
        #expect(stage.scoreboards[0].ledger.inherited == Totals(started: 3, died: 1))
    }

    static let ends: [(WaitStatus, WorkerEnd)] = [
        (.exited(0), .unused), (.exited(1), .unused), (.exited(WorkerExit.unfit), .unused),
        (.killed(.terminate, coreDumped: false), .unused), (.killed(.kill, coreDumped: false), .unasked),
    ]

    @Test("one that ends within start-timeout has failed to start, unless somebody killed it", arguments: ends)
    func early(status: WaitStatus, end: WorkerEnd) throws {
        let stage = try stage()
        stage.pass(.seconds(9))
        stage.kernel.end(stage.worker(0), status)
        stage.settle()
        #expect(stage.observer.takeReports().first == .ended(stage.worker(0), status, end, connection: nil))
        #expect(stage.observer.pools[0].startFailures == (end == .unused ? 1 : 0))
        #expect(stage.takeDeeds().count == 1)
    }

    @Test("one that says itself that it is ready is believed after a second")
    func notify() throws {
        let stage = try stage(.notify)
        stage.pass(StartThrottle.probation)
        stage.kernel.end(stage.worker(0), .exited(0))
        stage.settle()
        #expect(stage.observer.takeReports().first == .ended(stage.worker(0), .exited(0), .unasked, connection: nil))
        #expect(stage.takeDeeds().count == 1)
    }

    @Test("one whose time is over is asked once another is there, and killed when it does not go")
    func overdue() throws {
        let stage = try stage(maxAge: .seconds(100))
        stage.pass(.seconds(100))
        let fresh = stage.worker(2)
        #expect(stage.takeDeeds() == [.spawn(fresh)])
        stage.becomeProgram(fresh)
        stage.settle()
        let asked = stage.kernel.asked.first
        let old = try #require(asked)
        #expect(stage.takeDeeds().first == .retire(old))
        _ = stage.observer.takeReports()
        stage.pass(.seconds(29))
        #expect(!stage.kernel.killed.contains(old))
        stage.pass(.seconds(1))
        #expect(stage.kernel.killed.contains(old))
        #expect(stage.observer.takeReports().contains(.leavingTimedOut(old)))
        _ = stage.takeDeeds()
    }

    @Test("TTIN and TTOU leave them alone")
    func minimum() throws {
        let stage = try stage()
        for signal in [Signal.terminalInput, .terminalOutput, .terminalOutput] {
            stage.kernel.deliver(.signal(signal))
            stage.settle()
        }
        #expect(stage.takeDeeds() == [] && stage.observer.takeReports() == [])
        #expect(stage.observer.pools[0].limits == Self.limits)
    }

    private func scale(_ stage: Stage, min: Int?, max: Int? = nil) -> RecordingObserver.Report? {
        stage.observer.orders = [.scale(service: "p", min: min, max: max)]
        stage.kernel.deliver(.attention)
        stage.settle()
        return stage.observer.takeReports().last
    }

    @Test("scaled down, the surplus leaves and is not replaced; scaled up again, they are as many as before")
    func scaled() throws {
        let stage = try stage()
        let order = SupervisorOrder.scale(service: "p", min: 1, max: nil)
        #expect(scale(stage, min: 1) == .orderEnded(order, nil))
        #expect(stage.takeDeeds() == [.retire(stage.worker(0))])
        #expect(stage.observer.pools[0].limits.max == Self.limits.max, "the room for who replaces another")
        stage.pass(.seconds(11))
        for slot in 0..<2 {
            stage.kernel.end(stage.worker(slot), .killed(.terminate, coreDumped: false))
            stage.settle()
        }
        // The one that was not asked.
        #expect(stage.takeDeeds().count == 1 && stage.census.staying == 1)
        _ = scale(stage, min: 2)
        #expect(stage.takeDeeds().count == 1 && stage.census.staying == 2)
    }

    @Test("as many as their minimum: none, more than there is room to replace, and a maximum are refused")
    func bounds() throws {
        let stage = try stage()
        let refused: [(min: Int?, max: Int?, reason: String)] = [
            (0, nil, "the minimum of p must be 1 to 2, the workers.min that it was started with"),
            (3, nil, "the minimum of p must be 1 to 2, the workers.min that it was started with"),
            (1, 3, "p has no maximum: its programs accept by themselves, and its minimum is how many there are"),
        ]
        for (min, max, reason) in refused {
            let order = SupervisorOrder.scale(service: "p", min: min, max: max)
            #expect(scale(stage, min: min, max: max) == .orderEnded(order, OrderFailure(reason)))
        }
        #expect(stage.takeDeeds() == [] && stage.observer.pools[0].limits == Self.limits)
    }

    /// A reload that changes the program, up to the first worker of it, which has become it.
    private func onTrial(_ readiness: Readiness) throws -> Stage {
        let stage = try stage(readiness)
        let settings = PoolSettings(name: "p", limits: Self.limits, kind: .program(readiness))
        stage.kernel.listeners = [0: 0, 1: 0]
        stage.reload([.init(name: "p", change: .work(settings))])
        stage.becomeProgram(stage.worker(0, of: 1))
        stage.settle()
        return stage
    }

    @Test("on trial, one that could only be run has to go on for a second; one that says that it is ready is believed")
    func trial() throws {
        let notified = try onTrial(.notify)
        #expect(notified.settled == [true])
        _ = notified.takeDeeds()
        let stage = try onTrial(.exec)
        #expect(stage.settled == [])
        stage.pass(.milliseconds(999))
        #expect(stage.settled == [] && stage.kernel.asked == [])
        stage.pass(.milliseconds(1))
        #expect(stage.settled == [true])
        #expect(!stage.kernel.asked.isEmpty)
        _ = stage.takeDeeds()
    }

    @Test("on trial, one that ends within that second takes its configuration with it, and nobody was asked to leave")
    func failedTrial() throws {
        let stage = try onTrial(.exec)
        stage.pass(.milliseconds(500))
        stage.kernel.end(stage.worker(0, of: 1), .exited(2))
        stage.settle()
        #expect(stage.settled == [false])
        #expect(
            stage.observer.reports.last
                == .reloadFailed(.notReady(service: "p", "its first worker exited with status 2")))
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, of: 1)), .close(1)])
    }
}
