import LinuxSystem
import PoolPolicy
import Prefork
import Testing

/// A supervisor whose reloads, workers and clients are played at random, and what must hold at every moment.
final class RandomReloads {
    let stage: Stage
    let plans: RandomPlans
    private let seed: UInt64
    private let alwaysFails: Bool
    private var random: SplitMix64
    private var accepted: [String: UInt64] = [:]
    /// While starts fail, a reload ends before the last old worker was asked.
    private var hasBeenThrottled = false
    /// Workers that may take clients, for they were ready while their pool was open.
    private var admitted: Set<WorkerID> = []

    init(seed: UInt64, alwaysFails: Bool = false) throws {
        self.seed = seed
        self.alwaysFails = alwaysFails
        random = SplitMix64(state: seed &* 7_919)
        plans = RandomPlans(["a", "b"], seed: seed, neverHolds: alwaysFails)
        stage = try Stage(
            ["a", "b"].map { PoolSettings(name: $0, limits: RandomPlans.limits) }, reconfigure: plans.reconfigure)
        stage.kernel.listenerOfService = RandomPlans.listener
        stage.kernel.listeners = [0: RandomPlans.listener("a"), 1: RandomPlans.listener("b")]
        stage.start()
        stage.everybodyReady()
        stage.pass(StartThrottle.probation)
    }

    /// One reload, or a storm of them.
    func request() {
        if Int.random(in: 0..<8, using: &random) == 0 { stage.kernel.openErrors = [.tooManyOpenFiles] }
        for _ in 0..<(Int.random(in: 0..<4, using: &random) == 0 ? 10 : 1) {
            stage.kernel.deliver(.signal(.hangup))
        }
    }

    /// Something happens to one worker.
    func live() {
        let kernel = stage.kernel
        kernel.forksFail = Int.random(in: 0..<40, using: &random) == 0 ? .resourceTemporarilyUnavailable : nil
        for pool in kernel.open.sorted() {
            kernel.depths[pool] = [.none, .none, .some, .counted(3)].randomElement(using: &random) ?? .none
        }
        for killed in kernel.killed.sorted(by: Self.order) where !kernel.hasEnded(killed) {
            kernel.end(killed, .killed(.kill, coreDumped: false))
        }
        let workers = kernel.workers.filter { !kernel.hasEnded($0) }.sorted(by: Self.order)
        guard let worker = workers.randomElement(using: &random) else { return }
        switch (stage.state(worker), Int.random(in: 0..<12, using: &random)) {
        case (.starting, 1): kernel.end(worker, .exited(71))
        case (.starting, _) where alwaysFails && !stage.isLetIn(worker): kernel.end(worker, .exited(71))
        case (.starting, _): stage.becomeReady(worker)
        case (_, 0): kernel.end(worker, .killed(.kill, coreDumped: false))
        case (.idle, _) where admitted.contains(worker) || stage.isLetIn(worker):
            admitted.insert(worker)
            stage.take(worker)
        case (.idle, _): break
        case (.serving, _): stage.finish(worker)
        case (.empty, _): Issue.record("\(worker) lives in a slot that is empty")
        }
        // Who was asked leaves sooner or later.
        for asked in kernel.asked.sorted(by: Self.order) where !kernel.hasEnded(asked) && stage.state(asked) != .serving
        {
            if Bool.random(using: &random) { stage.leave(asked) }
        }
    }

    func check() {
        let kernel = stage.kernel
        let pools = stage.observer.pools
        #expect(pools.map(\.name) == plans.services, "seed \(seed)")
        hasBeenThrottled = hasBeenThrottled || pools.contains { $0.startFailures > 0 }
        for pool in pools {
            #expect(pool.census.recycling <= RandomPlans.limits.max, "seed \(seed)")
            let waiting = kernel.open.filter { index in
                kernel.services[index] == pool.name
                    && kernel.workers.contains { worker in
                        worker.pool == index && !kernel.asked.contains(worker) && stage.state(worker) != .starting
                    }
            }
            #expect(waiting.count <= 2 || hasBeenThrottled, "seed \(seed): \(pool.name) has \(waiting)")
        }
        checkCounters()
    }

    private func checkCounters() {
        for other in plans.takeInterrupted() { accepted[other] = nil }
        stage.kernel.deliver(.signal(.user1))
        stage.settle()
        let counters = stage.observer.takeReports().compactMap { report -> [Totals]? in
            if case .totals(let totals) = report { totals } else { nil }
        }
        for (name, totals) in zip(plans.services, counters.last ?? []) {
            #expect(totals.accepted >= accepted[name, default: 0], "seed \(seed): \(name)")
            #expect(totals.served <= totals.accepted, "seed \(seed): \(name)")
            accepted[name] = totals.accepted
        }
    }

    /// Until nothing is left to be done but to wait for clients.
    func calm() {
        let kernel = stage.kernel
        (kernel.forksFail, kernel.openErrors) = (nil, [])
        for pool in kernel.open { kernel.depths[pool] = .none }
        for _ in 0..<30 {
            for worker in kernel.workers.sorted(by: Self.order) where !kernel.hasEnded(worker) {
                if kernel.killed.contains(worker) {
                    kernel.end(worker, .killed(.kill, coreDumped: false))
                } else if alwaysFails && !stage.isLetIn(worker) {
                    kernel.end(worker, .exited(71))
                } else if stage.state(worker) == .serving {
                    stage.finish(worker)
                }
            }
            for asked in kernel.asked.sorted(by: Self.order).shuffled(using: &random) where !kernel.hasEnded(asked) {
                stage.leave(asked)
            }
            if !alwaysFails { stage.everybodyReady() }
            // Beyond what starts are held back for.
            stage.pass(.seconds(5))
        }
    }

    func stop() {
        let kernel = stage.kernel
        kernel.deliver(.signal(.terminate))
        stage.settle()
        for worker in kernel.workers.sorted(by: Self.order) where !kernel.hasEnded(worker) { stage.leave(worker) }
        stage.settle()
    }

    private static func order(_ one: WorkerID, _ other: WorkerID) -> Bool {
        (one.pool, one.slot, one.generation) < (other.pool, other.slot, other.generation)
    }
}
