import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: reload in trouble")
struct ReloadTroubleTests: ReloadScene {
    @Test("a configuration that can't be had leaves all as it was")
    func refused() throws {
        let stage = try ready(1)
        stage.reload(failing: .refused("line 3"))
        #expect(stage.takeDeeds() == [])
        #expect(stage.observer.takeReports() == [.reloading, .reloadFailed(.refused("line 3"))])
    }

    @Test(
        "a worker on trial that dies, or is never ready, takes its whole configuration with it",
        arguments: [true, false])
    func trial(dies: Bool) throws {
        let stage = try ready(2)
        stage.kernel.listeners = [0: 0, 1: 1, 2: 0, 3: 1]
        stage.reload([service("service0"), service("service1")])
        stage.becomeReady(worker(0, of: 2))
        stage.settle()
        if dies {
            stage.kernel.end(worker(0, of: 3), .exited(1))
            stage.settle()
        } else {
            stage.pass(Self.limits.startTimeout)
            stage.kernel.end(worker(0, of: 3), .killed(.kill, coreDumped: false))
        }
        stage.kernel.end(worker(0, of: 2), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.kernel.workers == [0, 1].flatMap { pool in [0, 1].map { worker($0, of: pool) } }.asSet)
        #expect(stage.kernel.asked == [])
        #expect(stage.settled == [false])
        #expect(stage.kernel.open == [0, 1])
        guard case .reloadFailed(.notReady(let service, _))? = stage.observer.reports.last else {
            Issue.record("\(stage.observer.reports)")
            return
        }
        #expect(service == "service1")
        _ = stage.takeDeeds()
    }

    @Test("what can't be opened or forked fails the reload, and nothing is left of it", arguments: [true, false])
    func system(opens: Bool) throws {
        let stage = try ready(2)
        if opens {
            stage.kernel.forkErrors = [nil, .resourceTemporarilyUnavailable]
        } else {
            stage.kernel.openErrors = [nil, .tooManyOpenFiles]
        }
        stage.reload([service("service0"), service("service1")])
        for worker in stage.kernel.killed { stage.kernel.end(worker, .killed(.kill, coreDumped: false)) }
        stage.settle()
        #expect(stage.settled == [false])
        #expect(stage.kernel.open == [0, 1])
        #expect(stage.kernel.workers.count == 4)
        #expect(stage.kernel.asked == [])
        _ = stage.takeDeeds()
    }

    @Test("a stop in the middle of a reload stops")
    func stop() throws {
        let stage = try ready(1)
        stage.kernel.listeners = [0: 0, 1: 0]
        stage.reload([service("service0")])
        stage.kernel.deliver(.signal(.terminate))
        stage.settle()
        #expect(stage.settled == [false])
        #expect(stage.observer.reports.contains(.reloadFailed(.stopping)))
        for worker in stage.kernel.workers { stage.kernel.end(worker, .exited(0)) }
        stage.settle()
        #expect(stage.isFinished)
        _ = stage.takeDeeds()
    }

    @Test("a worker of the old configuration that dies at work is replaced by one of the new")
    func deathOfTheOld() throws {
        let stage = try ready(1)
        stage.kernel.listeners = [0: 0, 1: 0]
        stage.reload([service("service0")])
        stage.becomeReady(worker(0, of: 1))
        stage.settle()
        stage.kernel.end(worker(0, of: 0), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.kernel.workers.filter { $0.pool == 1 }.count == 3)
        _ = stage.takeDeeds()
    }
}

extension Sequence where Element: Hashable {
    fileprivate var asSet: Set<Element> { Set(self) }
}
