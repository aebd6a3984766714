import LinuxSystem
import PoolPolicy
import Prefork
import Testing

/// The supervisor under reloads of every kind and outcome, among workers that start, serve and die in any order.
@Suite("Supervisor: random reloads")
struct RandomReloadsTests {
    @Test(
        "books and kernel agree, counters never go back, no more than two generations wait, and all end",
        // In 392 a start has failed for once, and what was left over of the pool was more than enough but for its age.
        arguments: Array(1...25) + [392] as [UInt64])
    func reloads(seed: UInt64) throws {
        let play = try RandomReloads(seed: seed)
        var random = SplitMix64(state: seed)
        for _ in 0..<300 {
            if Int.random(in: 0..<6, using: &random) == 0 { play.request() }
            for _ in 0..<Int.random(in: 1...4, using: &random) { play.live() }
            play.stage.kernel.shuffleEvents(&random)
            play.stage.pass(.milliseconds(Int.random(in: 0...2_000, using: &random)))
            play.check()
        }
        #expect(play.plans.held > 3, "seed \(seed): not all reloads may fail")
        // Left alone, it comes to one pool for each service, and no worker is left of any other.
        play.calm()
        #expect(play.stage.kernel.open.count == play.plans.services.count, "seed \(seed)")
        play.check()
        play.stop()
        #expect(play.stage.isFinished, "seed \(seed)")
        #expect(play.stage.kernel.workers.isEmpty)
        _ = play.stage.takeDeeds()
    }

    @Test(
        "reloads that fail at whatever step ask nobody to leave, and leave nothing behind",
        arguments: 1...20 as ClosedRange<UInt64>)
    func failures(seed: UInt64) throws {
        let play = try RandomReloads(seed: seed, alwaysFails: true)
        var random = SplitMix64(state: seed)
        let pools = play.stage.kernel.open
        for _ in 0..<100 {
            if Int.random(in: 0..<3, using: &random) == 0 { play.request() }
            play.live()
            play.stage.kernel.shuffleEvents(&random)
            play.stage.pass(.milliseconds(Int.random(in: 0...500, using: &random)))
            #expect(play.stage.kernel.asked.isEmpty, "seed \(seed)")
            play.check()
        }
        play.calm()
        #expect(play.plans.held == 0)
        #expect(play.plans.failed > 3, "seed \(seed)")
        #expect(play.stage.kernel.open == pools, "seed \(seed)")
        play.stop()
        #expect(play.stage.isFinished, "seed \(seed)")
        _ = play.stage.takeDeeds()
    }
}
