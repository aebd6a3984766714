import PoolPolicy
import Prefork

/// What the tests of reloads begin with, and what they ask for.
protocol ReloadScene {}

extension ReloadScene {
    typealias Service = Reconfiguration<PoolSettings>.Service

    static var limits: PoolLimits { PoolLimits(min: 2, max: 8, spare: 0) }

    func service(_ name: String, _ limits: PoolLimits = Self.limits) -> Service {
        Service(name: name, change: .work(PoolSettings(name: name, limits: limits)))
    }

    func kept(_ name: String) -> Service { Service(name: name, change: .none) }

    /// Pools that have their minimum, and of which nothing is news.
    func ready(_ pools: Int) throws -> Stage {
        let stage = try Stage((0..<pools).map { PoolSettings(name: "service\($0)", limits: Self.limits) })
        stage.start()
        stage.everybodyReady()
        stage.pass(StartThrottle.probation)
        _ = (stage.takeDeeds(), stage.observer.takeReports())
        return stage
    }

    func worker(_ slot: Int, of pool: Int) -> WorkerID { WorkerID(pool: pool, slot: slot, generation: 1) }
}
