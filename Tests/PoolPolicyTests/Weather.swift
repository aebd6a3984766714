import PoolPolicy

/// What happens to a simulated pool: more of one kind for a while, then of another.
struct Weather {
    private enum Season: CaseIterable {
        case surge, steady, ebb, failures
    }

    private let burst: Int
    private let patience: Duration
    private let length: Int
    private var season = Season.steady
    private var left = 0

    init(limits: PoolLimits, _ random: inout SplitMix64) {
        burst = max(3, limits.max / 100)
        // Time passes more slowly where more happens.
        patience = limits.max > 100 ? .milliseconds(20) : .milliseconds(500)
        length = max(200, limits.max * 3)
    }

    /// One thing happens.
    mutating func disturb(_ pool: SimulatedPool, _ random: inout SplitMix64) {
        if left == 0 {
            season = Season.allCases.randomElement(using: &random) ?? .steady
            left = Int.random(in: 1...length, using: &random)
        }
        left -= 1
        let connects: Int
        switch season {
        case .surge: connects = 30
        case .steady, .failures: connects = 18
        case .ebb: connects = 3
        }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<connects:
            let isBurst = season == .surge && Int.random(in: 0..<10, using: &random) == 0
            pool.connect(Int.random(in: 1...(isBurst ? burst : 2), using: &random))
        case connects..<45:
            // In an ebb a crowd may leave together, whether it is served or waits.
            let isCrowd = season == .ebb && Int.random(in: 0..<20, using: &random) == 0
            if isCrowd, Int.random(in: 0..<20, using: &random) == 0 { pool.giveUp() }
            for _ in 0..<(isCrowd ? burst : 1) { pool.one(.serving, &random) { $0.disconnect($1) } }
        case 45..<66: pool.one(.starting, &random) { $0.becomeReady($1) }
        case 66..<69: pool.one(.serving, &random) { $0.wearOut($1) }
        case 69: pool.one(.idle, &random) { $0.wearOut($1) }
        case 70: pool.one(.idle, &random) { $0.die($1) }
        case 71: pool.one(.serving, &random) { $0.die($1) }
        case 72: pool.changeMinimum(by: Bool.random(using: &random) ? 1 : -1)
        case 73..<80:
            // An idle worker that was asked leaves at once, so not many of them are there for long.
            for _ in 0..<max(1, burst / 10) { pool.one(.leaving, &random) { $0.die($1) } }
        case 80..<83: rare(pool, &random)
        default: pool.pass(until: pool.now + patience * Int.random(in: 0...100, using: &random) / 100)
        }
    }

    private func rare(_ pool: SimulatedPool, _ random: inout SplitMix64) {
        switch Int.random(in: 0..<200, using: &random) {
        case 0..<10: pool.forksFail = season == .failures && Bool.random(using: &random)
        case 10..<(season == .failures ? 60 : 14): pool.one(.starting, &random) { $0.die($1) }
        case 90..<94: pool.one(.starting, &random) { $0.kill($1) }
        case 60..<62: pool.jump(to: pool.now + .seconds(Int.random(in: 1...600, using: &random)))
        case 62..<68: pool.pass(until: pool.now + .seconds(Int.random(in: 1...90, using: &random)))
        default: pool.settle()
        }
    }
}

extension SimulatedPool {
    /// Does `deed` to one worker of a group, if there is one.
    func one(
        _ group: SimulatedWorker.Group, _ random: inout SplitMix64, _ deed: (SimulatedPool, Int) -> Void
    ) {
        if let slot = workers[group].randomElement(using: &random) { deed(self, slot) }
    }
}
