import Glibc
import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Supervisor: wakes that get lost")
struct LostWakeTests {
    @Test("a worker that dies between marking a wake and sending it does not mute its pool")
    func markedAndDead() throws {
        let stage = try Stage.ready(PoolLimits(min: 3, max: 8, spare: 0))
        // What is left of a worker's tell() when it dies right before the signal: the mark alone.
        stage.scoreboards[0].words.tell()
        var signal: UInt64 = 0
        #expect(read(stage.scoreboards[0].alarmDescriptor, &signal, 8) == 8)
        stage.take(stage.worker(0))
        stage.take(stage.worker(1))
        stage.take(stage.worker(2))
        #expect(stage.pass(.seconds(1)) == 0, "the pool is mute: this is the hazard")

        stage.kernel.end(stage.worker(2), .killed(.kill, coreDumped: false))
        stage.settle()
        #expect(stage.takeDeeds() == [.spawn(stage.worker(2, generation: 2))])
        stage.becomeReady(stage.worker(2, generation: 2))
        #expect(stage.pass(.zero) == 1)
        #expect(stage.observer.takeReports().last == .ready(stage.worker(2, generation: 2)))
        stage.take(stage.worker(2, generation: 2))
        stage.settle()
        #expect(stage.kernel.isWatched(0))
    }

    @Test("readiness that was rung while another worker was buried is seen")
    func rungMeanwhile() throws {
        let stage = try Stage(PoolLimits(min: 2, max: 8, spare: 0))
        stage.start()
        _ = stage.takeDeeds()
        stage.becomeReady(stage.worker(0))
        stage.kernel.end(stage.worker(1), .exited(71))
        stage.settle()
        #expect(stage.observer.takeReports().contains(.ready(stage.worker(0))))
        stage.pass(.milliseconds(1_100))
        #expect(stage.takeDeeds().last == .spawn(stage.worker(1, generation: 2)))
    }

    @Test("a threshold that comes too late for the worker that crossed it rings at once")
    func lateThreshold() throws {
        let scoreboard = try Scoreboard(name: "late", capacity: 4)
        let rings = { Socket.waitReadable(scoreboard.alarmDescriptor, until: .zero) }
        for slot in 0..<3 { scoreboard.words.setIdle(slot, at: 0) }
        scoreboard.words.setBusy(0)
        #expect(!rings(), "there is no threshold yet")
        scoreboard.tell(belowIdle: 3, known: 2)
        #expect(!rings(), "who decided on it knew that two are idle")
        scoreboard.tell(belowIdle: 0, known: 3)
        #expect(!rings(), "nobody needs to be told")
        scoreboard.tell(belowIdle: 3, known: 3)
        #expect(rings())
    }
}
