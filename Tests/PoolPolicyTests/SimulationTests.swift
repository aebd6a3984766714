import Glibc
import PoolPolicy
import Testing

/// Pools with random clients, deaths, failures and clocks, checked against the rules at every step.
@Suite("Simulation")
struct SimulationTests {
    /// Set it to the seed of a failure to see that one alone.
    private static let variable = "PREFORKD_SIMULATION_SEED"
    private static let stepsPerSeed = 1_000

    static let seeds: [UInt64] = {
        if let text = getenv(variable), let seed = UInt64(String(cString: text)) { return [seed] }
        return Array(1...50)
    }()

    @Test("a pool keeps its rules whatever happens, and is at its minimum again after quiet", arguments: seeds)
    func pool(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var pool = SimulatedPool(limits: Self.limits(&random), seed: seed)
        for step in 0..<Self.stepsPerSeed {
            Self.disturb(&pool, &random)
            if Int.random(in: 0..<4, using: &random) > 0 { pool.settle() }
            if let fault = pool.fault { return report(fault, "step \(step)", pool, seed) }
        }
        if Bool.random(using: &random) { endInQuiet(&pool, seed) } else { endInDrain(&pool, seed) }
        if let fault = pool.fault { report(fault, "the end", pool, seed) }
    }

    private func report(_ fault: String, _ place: String, _ pool: SimulatedPool, _ seed: UInt64) {
        Issue.record("\(fault)\n\(pool.limits)\nat \(place); again with \(Self.variable)=\(seed)")
    }

    private static func limits(_ random: inout SplitMix64) -> PoolLimits {
        let largest = Int.random(in: 1...12, using: &random)
        return PoolLimits(
            min: Int.random(in: 0...largest, using: &random), max: largest,
            spare: Int.random(in: 0...3, using: &random),
            startTimeout: .seconds(10), idleTimeout: .seconds(60))
    }

    /// One thing happens.
    private static func disturb(_ pool: inout SimulatedPool, _ random: inout SplitMix64) {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<20: pool.connect(Int.random(in: 1...3, using: &random))
        case 20..<45: pool.one(.serving, &random) { $0.disconnect($1) }
        case 45..<65: pool.one(.starting, &random) { $0.becomeReady($1) }
        case 65..<67: pool.one(.starting, &random) { $0.die($1) }
        case 67..<69: pool.one(.idle, &random) { $0.die($1) }
        case 69..<71: pool.one(.serving, &random) { $0.die($1) }
        case 71: pool.forksFail = Int.random(in: 0..<4, using: &random) == 0
        case 72: pool.jump(to: pool.now + .seconds(Int.random(in: 1...600, using: &random)))
        case 73..<76: pool.pass(until: pool.now + .seconds(Int.random(in: 1...90, using: &random)))
        case 76..<84: pool.letAskedLeave()
        default: pool.pass(until: pool.now + .milliseconds(Int.random(in: 0...500, using: &random)))
        }
    }

    /// No client comes any more, everything works again, and time passes.
    private func endInQuiet(_ pool: inout SimulatedPool, _ seed: UInt64) {
        let limits = pool.limits
        pool.forksFail = false
        let begin = pool.now
        var wakes = 0
        while pool.fault == nil {
            pool.finishEverything()
            guard let due = pool.nextDeadline else { break }
            pool.pass(until: due)
            wakes += 1
            if wakes == 20 { break }
        }
        let idle = pool.workers.count { $0.doing == .idle && $0.known == .ready }
        if idle != limits.min || pool.workers.count != limits.min || pool.nextDeadline != nil {
            report("\(idle) idle of \(pool.workers.count) after quiet, \(wakes) wake-ups", "the end", pool, seed)
        }
        if pool.now - begin > limits.idleTimeout * 3 + .seconds(66) {
            report("took \(pool.now - begin) to become quiet", "the end", pool, seed)
        }
    }

    private func endInDrain(_ pool: inout SimulatedPool, _ seed: UInt64) {
        pool.drain()
        let largest = pool.workers.count
        while pool.fault == nil, !pool.workers.isEmpty {
            pool.connect(1)
            pool.finishEverything()
            pool.jump(to: pool.now + .seconds(100))
            if pool.workers.count > largest { return report("grew while it drained", "the drain", pool, seed) }
        }
        if pool.nextDeadline != nil { report("a drained pool has a deadline", "the drain", pool, seed) }
    }
}

extension SimulatedPool {
    /// Does `deed` to one worker that does `what`, if there is one.
    mutating func one(
        _ what: SimulatedWorker.Doing, _ random: inout SplitMix64, _ deed: (inout SimulatedPool, Int) -> Void
    ) {
        let all = workers.indices.filter { workers[$0].doing == what }
        if let index = all.randomElement(using: &random) { deed(&self, index) }
    }

    /// Idle workers that were asked to go do so, and some that were asked while they started.
    mutating func letAskedLeave() {
        for index in workers.indices where workers[index].known == .asked && workers[index].doing != .serving {
            die(index)
        }
    }

    /// Every start succeeds, every client is served, who was asked leaves.
    mutating func finishEverything() {
        while fault == nil {
            for index in workers.indices where workers[index].doing == .starting { becomeReady(index) }
            for index in workers.indices where workers[index].doing == .serving { disconnect(index) }
            letAskedLeave()
            settle()
            if !workers.contains(where: { $0.doing != .idle }) { break }
        }
    }
}
