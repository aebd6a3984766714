import LinuxSystem
import PoolPolicy
import Prefork
import Testing

/// The supervisor under workers that start, serve and die in any order; the policy has a simulation of its own.
@Suite("Supervisor: random lives")
struct RandomLivesTests {
    @Test(
        "whatever order events come in, books and kernel agree, and a stop buries everybody",
        arguments: 1...40 as ClosedRange<UInt64>)
    func lives(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let limits = PoolLimits(min: Int.random(in: 0...4, using: &random), max: 8, spare: 2)
        let stage = try Stage([
            PoolSettings(name: "many", limits: limits, maxAge: .seconds(20)),
            PoolSettings(name: "few", limits: PoolLimits(min: 1, max: 3, spare: 1)),
            PoolSettings(name: "fixed", limits: PoolLimits(min: 2, max: 2, maxUnavailable: 1), maxAge: .seconds(5)),
        ])
        stage.start()
        stage.settle()
        for _ in 0..<300 {
            for _ in 0..<Int.random(in: 1...4, using: &random) { live(stage, &random) }
            stage.kernel.shuffleEvents(&random)
            stage.pass(.milliseconds(Int.random(in: 0...2_000, using: &random)))
            for (index, pool) in stage.observer.pools.enumerated() {
                let living = stage.kernel.workers.count { $0.pool == index }
                #expect(pool.census.live == living && living <= pool.limits.max, "seed \(seed)")
                #expect(pool.census.recycling <= pool.limits.maxUnavailable, "seed \(seed)")
                #expect(pool.census.worn <= pool.census.ready, "seed \(seed)")
            }
        }
        stage.kernel.deliver(.signal(.terminate))
        stage.settle()
        for worker in stage.kernel.workers.shuffled(using: &random) { stage.leave(worker) }
        stage.kernel.shuffleEvents(&random)
        stage.settle()
        #expect(stage.isFinished, "seed \(seed)")
        #expect(stage.kernel.workers.isEmpty)
        _ = stage.takeDeeds()
    }

    private func live(_ stage: Stage, _ random: inout SplitMix64) {
        let kernel = stage.kernel
        kernel.forksFail = Int.random(in: 0..<20, using: &random) == 0 ? .resourceTemporarilyUnavailable : nil
        for service in kernel.depths.indices {
            kernel.depths[service] = [.none, .none, .some, .counted(3)].randomElement(using: &random) ?? .none
        }
        let workers = kernel.workers.sorted { ($0.pool, $0.slot) < ($1.pool, $1.slot) }
        guard let worker = workers.filter({ !kernel.hasEnded($0) }).randomElement(using: &random) else { return }
        if Int.random(in: 0..<50, using: &random) == 0 {
            kernel.deliver(.signal(Bool.random(using: &random) ? .terminalInput : .terminalOutput))
        }
        switch (stage.state(worker), Int.random(in: 0..<10, using: &random)) {
        case (_, 0): kernel.end(worker, .killed(.kill, coreDumped: false))
        case (.starting, 1): kernel.end(worker, .exited(71))
        case (.starting, _): stage.becomeReady(worker)
        case (.idle, 1), (.serving, 1):
            stage.wearOut(worker, Wear.allCases.randomElement(using: &random) ?? .memory)
        case (.idle, _): stage.take(worker)
        case (.serving, _): stage.finish(worker)
        case (.empty, _): Issue.record("\(worker) lives in a slot that is empty")
        }
        // Who was asked leaves sooner or later.
        for asked in kernel.asked where !kernel.hasEnded(asked) && Bool.random(using: &random) { stage.leave(asked) }
        for killed in kernel.killed where !kernel.hasEnded(killed) {
            kernel.end(killed, .killed(.kill, coreDumped: false))
        }
    }
}
