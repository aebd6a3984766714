import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: starts that fail")
struct StartFailureTests {
    private static let limits = PoolLimits(min: 2, max: 8, spare: 0, startTimeout: .seconds(10))

    @Test("a start that takes too long is killed when its time is over, and holds the next")
    func timeout() throws {
        let stage = try Stage(PoolLimits(min: 1, max: 8, spare: 0))
        stage.start()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        let late = stage.worker(0)
        #expect(stage.pass(.milliseconds(9_999)) == 0)
        stage.pass(.milliseconds(1))
        #expect(stage.takeDeeds() == [.kill(late)])
        #expect(stage.observer.takeReports() == [.startTimedOut(late)])

        stage.kernel.end(late, .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.takeDeeds() == [])
        #expect(
            stage.observer.takeReports() == [
                .ended(late, .killed(.kill, coreDumped: false), .beforeReady, connection: nil),
                .throttled(0, failures: 1),
            ])
        stage.pass(.milliseconds(999))
        #expect(stage.takeDeeds() == [])
        stage.pass(.milliseconds(101))
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0, generation: 2))])
    }

    @Test("where others became ready, one that is too late is tried again at once, and only once")
    func timeoutOfOne() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        stage.becomeReady(stage.worker(0))
        stage.pass(.seconds(10))
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        stage.kernel.timeOfFork = .microseconds(100)
        for generation in 1...2 as ClosedRange<UInt32> {
            let late = stage.worker(1, generation: generation)
            stage.kernel.end(late, .killed(.kill, coreDumped: false))
            stage.settle()
            let retried: [ScriptedKernel.Deed] = [.spawn(stage.worker(1, generation: 2))]
            #expect(stage.takeDeeds() == (generation == 1 ? retried : []))
        }
        #expect(stage.observer.takeReports().last == .throttled(0, failures: 2))
    }

    @Test("a killed start that is slow to die is killed once and not waited for")
    func slowToDie() throws {
        let stage = try Stage(PoolLimits(min: 1, max: 2))
        stage.start()
        #expect(stage.pass(.seconds(10)) == 1)
        #expect(stage.takeDeeds() == [.spawn(stage.worker(0)), .kill(stage.worker(0))])
        #expect(stage.pass(.seconds(600)) == 0)
    }

    @Test("readiness that comes with the kill changes nothing: the worker is dead")
    func tooLate() throws {
        let stage = try Stage(PoolLimits(min: 1, max: 1, spare: 0))
        stage.start()
        stage.pass(.seconds(10))
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        stage.becomeReady(stage.worker(0))
        stage.settle()
        #expect(stage.observer.takeReports() == [])
        stage.kernel.end(stage.worker(0), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports().last == .throttled(0, failures: 1))
    }

    @Test("workers that fail together hold the pool once, and one at a time is tried after that")
    func together() throws {
        let stage = try Stage(PoolLimits(min: 4, max: 8, spare: 0))
        stage.start()
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        for slot in 0..<4 { stage.kernel.end(stage.worker(slot), .exited(71)) }
        stage.settle()
        #expect(stage.takeDeeds() == [])
        let reports = stage.observer.takeReports()
        #expect(reports.filter { $0 == .throttled(0, failures: 1) }.count == 1)
        #expect(reports.count == 5)
        stage.pass(.milliseconds(1_100))
        #expect(stage.takeDeeds().count == 1)
        #expect(stage.kernel.workers.count == 1)
    }

    @Test("a service whose starts always fail is tried 1, 2, 4 … 60 seconds apart and costs no wake-ups between")
    func alwaysFailing() throws {
        let stage = try Stage(Self.limits)
        stage.start()
        var attempts: [Duration] = []
        var wakeUps = 0
        let end = stage.kernel.now + .seconds(600)
        while stage.kernel.now < end {
            for worker in stage.kernel.workers { stage.kernel.end(worker, .exited(71)) }
            stage.settle()
            wakeUps += stage.pass(.milliseconds(100))
            if stage.takeDeeds().contains(where: { if case .spawn = $0 { true } else { false } }) {
                attempts.append(stage.kernel.now)
            }
        }
        // The start itself, and then after 1, 3, 7, 15, 31, 63, 123, 183 … seconds and up to a tenth more.
        #expect((14...16).contains(attempts.count), "\(attempts)")
        #expect(wakeUps <= attempts.count + 1)
    }

    @Test("the first start that succeeds brings the rest, and the pool is ready")
    func recovery() throws {
        let stage = try Stage(PoolLimits(min: 4, max: 8, spare: 0))
        stage.start()
        for slot in 0..<4 { stage.kernel.end(stage.worker(slot), .exited(71)) }
        stage.settle()
        stage.pass(.milliseconds(1_100))
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        stage.everybodyReady()
        #expect(stage.takeDeeds().count == 3)
        stage.everybodyReady()
        #expect(stage.observer.takeReports().suffix(2) == [.serviceReady(0, workers: 4), .allReady])
        #expect(stage.observer.pools[0].startFailures == 1)
        stage.pass(StartThrottle.probation)
        #expect(stage.observer.pools[0].startFailures == 0)
    }

    @Test("a start that is slow, though not too slow, is waited for without spinning")
    func slowProbe() throws {
        let stage = try Stage(PoolLimits(min: 2, max: 8, spare: 0, startTimeout: .seconds(60)))
        stage.start()
        for slot in 0..<2 { stage.kernel.end(stage.worker(slot), .exited(71)) }
        stage.pass(.milliseconds(1_100))
        #expect(stage.kernel.workers.count == 1)
        #expect(stage.pass(.seconds(50)) == 0)
        _ = stage.takeDeeds()
    }

    @Test("starts that always fail are tried ten times in five minutes, those that were made together counting as one")
    func tenInFiveMinutes() throws {
        let stage = try Stage(PoolLimits(min: 4, max: 8, spare: 2))
        let starts = { stage.takeDeeds().count { if case .spawn = $0 { true } else { false } } }
        stage.start()
        #expect(starts() == 4)
        let end = stage.kernel.now + .seconds(300)
        while stage.kernel.now < end {
            for worker in stage.kernel.workers where !stage.kernel.hasEnded(worker) {
                stage.kernel.end(worker, .exited(71))
            }
            stage.pass(.milliseconds(100))
        }
        // At 1, 3, 7, 15, 31, 63 and then each 60 seconds, up to a tenth later each time.
        #expect((7...9).contains(starts()))
    }
}
