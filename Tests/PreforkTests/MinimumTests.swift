import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: the minimum by signal")
struct MinimumTests {
    private func send(_ signal: Signal, _ stage: Stage) -> [RecordingObserver.Report] {
        _ = stage.observer.takeReports()
        stage.kernel.deliver(.signal(signal))
        stage.settle()
        return stage.observer.takeReports()
    }

    @Test("TTIN starts one worker more, up to the maximum")
    func raise() throws {
        let stage = try Stage.ready(PoolLimits(min: 2, max: 3, spare: 0))
        #expect(
            send(.terminalInput, stage) == [
                .scaled(0, min: 3), .spawned(stage.worker(2)), .grew(0, by: 1, .minimum),
            ])
        stage.everybodyReady()
        #expect(send(.terminalInput, stage) == [])
        #expect(stage.takeDeeds() == [.spawn(stage.worker(2))])
    }

    @Test("TTOU lets one go that nobody needs for an idle-timeout, down to none")
    func lower() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 3, spare: 0, idleTimeout: .seconds(60)))
        #expect(send(.terminalOutput, stage) == [.scaled(0, min: 0)])
        #expect(stage.takeDeeds() == [])
        #expect(send(.terminalOutput, stage) == [])
        stage.pass(.seconds(61))
        #expect(stage.takeDeeds() == [.retire(stage.worker(0))])
    }

    @Test("a daemon that stops takes neither")
    func draining() throws {
        let stage = try Stage.ready(PoolLimits(min: 1, max: 3, spare: 0))
        _ = send(.terminate, stage)
        #expect(send(.terminalInput, stage) == [] && send(.terminalOutput, stage) == [])
        _ = stage.takeDeeds()
    }
}
