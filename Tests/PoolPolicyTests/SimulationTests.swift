import Glibc
import PoolPolicy
import Testing

/// Pools with random clients, deaths, failures and clocks, checked against the rules at every step.
@Suite("Simulation")
struct SimulationTests {
    /// Set it to the seed of a failure to see that one alone.
    private static let variable = "PREFORKD_SIMULATION_SEED"

    private static let chosenSeed = getenv(variable).flatMap { UInt64(String(cString: $0)) }

    static let seeds = chosenSeed.map { [$0] } ?? Array(1...50)

    @Test("a pool keeps its rules whatever happens, and is at its minimum again after quiet", arguments: seeds)
    func pool(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let largest = Int.random(in: 1...12, using: &random)
        let limits = PoolLimits(
            min: Int.random(in: 0...largest, using: &random), max: largest,
            spare: Int.random(in: 0...3, using: &random))
        play(limits, events: 5_000, seed, &random)
    }

    @Test("a pool of ten thousand keeps its rules through a million events")
    func largePool() {
        let seed = Self.chosenSeed ?? UInt64.random(in: 1...UInt64(UInt32.max))
        print("The simulation of a large pool has \(Self.variable)=\(seed)")
        var random = SplitMix64(state: seed)
        let limits = PoolLimits(min: 100, max: 10_000, spare: 20, idleTimeout: .seconds(10))
        play(limits, events: 1_000_000, seed, &random)
    }

    private func play(_ limits: PoolLimits, events: Int, _ seed: UInt64, _ random: inout SplitMix64) {
        let pool = SimulatedPool(limits: limits, seed: seed)
        var weather = Weather(limits: limits, &random)
        for number in 0..<events {
            weather.disturb(pool, &random)
            if Int.random(in: 0..<4, using: &random) > 0 { pool.settle() }
            if pool.fault != nil { return report(pool, "event \(number)", seed) }
        }
        let largest = pool.workers.count
        if Bool.random(using: &random) { pool.endInQuiet() } else { pool.endInDrain() }
        if pool.fault != nil { report(pool, "the end, from \(largest) workers", seed) }
    }

    private func report(_ pool: SimulatedPool, _ place: String, _ seed: UInt64) {
        Issue.record("\(pool.fault ?? "")\n\(pool.limits)\nat \(place); again with \(Self.variable)=\(seed)")
    }
}
