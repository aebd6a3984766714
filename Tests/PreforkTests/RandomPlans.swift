import PoolPolicy
import Prefork

/// Configurations at random, each a change of the one that holds.
final class RandomPlans {
    /// Those of the configuration that holds, in its order.
    private(set) var services: [String]
    private(set) var held = 0
    private(set) var failed = 0
    private var interrupted: Set<String> = []
    private var proposed: [String] = []
    private let neverHolds: Bool
    private var random: SplitMix64

    /// Without shrinking, for who is asked to leave is then asked by a reload.
    static let limits = PoolLimits(min: 2, max: 6, spare: 1, idleTimeout: .seconds(100_000))

    /// - Parameter neverHolds: each has a service whose workers are never ready.
    init(_ services: [String], seed: UInt64, neverHolds: Bool) {
        self.services = services
        self.neverHolds = neverHolds
        random = SplitMix64(state: ~seed)
    }

    /// Two names of a service that listens at one place.
    static func listener(_ service: String) -> Int { Int(service.utf8.first ?? 0) }

    var reconfigure: Reconfigure<PoolSettings> {
        Reconfigure(prepare: { [self] in prepare() }, settle: { [self] in settle($0) })
    }

    /// Those that are others since the last call, though they may have an old name.
    func takeInterrupted() -> Set<String> {
        defer { interrupted = [] }
        return interrupted
    }

    private func prepare() -> Result<Reconfiguration<PoolSettings>, ReloadFailure> {
        if Int.random(in: 0..<10, using: &random) == 0 {
            failed += 1
            return .failure(.refused("line 3"))
        }
        var plan: [Reconfiguration<PoolSettings>.Service] = []
        for letter in ["a", "b", "c"] {
            let old = services.first { Self.listener($0) == Self.listener(letter) }
            switch (old, Int.random(in: 0..<8, using: &random)) {
            case (_, 0) where letter != "a": break
            case (nil, 1...4): break
            case (nil, _): plan.append(.init(name: letter, change: work(letter)))
            case (let old?, 1): plan.append(rename(old))
            case (let old?, 2): plan.append(.init(name: old, change: .limits(limits())))
            case (let old?, 3...5): plan.append(.init(name: old, change: .none))
            case (let old?, _): plan.append(.init(name: old, change: work(old)))
            }
        }
        if neverHolds { plan.append(.init(name: "z", change: work("z"))) }
        proposed = plan.map(\.name)
        return .success(Reconfiguration(drainTimeout: .seconds(30), services: plan))
    }

    private func rename(_ old: String) -> Reconfiguration<PoolSettings>.Service {
        let name = old.count == 1 ? "\(old)2" : String(old.prefix(1))
        return .init(name: name, change: work(name))
    }

    private func work(_ name: String) -> Reconfiguration<PoolSettings>.Change {
        // One in three has workers that grow old.
        let maxAge = Int.random(in: 0..<3, using: &random) == 0 ? Duration.seconds(20) : nil
        return .work(PoolSettings(name: name, limits: limits(), maxAge: maxAge))
    }

    private func limits() -> PoolLimits {
        var limits = Self.limits
        limits.min = Int.random(in: 0...4, using: &random)
        // As many as a pool has slots, or fewer.
        limits.max = Int.random(in: 4...6, using: &random)
        return limits
    }

    private func settle(_ holds: Bool) {
        guard holds else {
            failed += 1
            return
        }
        held += 1
        interrupted.formUnion(Set(services).symmetricDifference(proposed))
        services = proposed
    }
}
