import PoolPolicy
import Synchronization
import TestSupport
import Testing

@testable import Prefork

@Suite("Parking, whatever the order of steps")
struct ParkingTests {
    /// How a pool of the model fares.
    private struct Weather: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var deaths = 0
        var retirements = 0
        /// Workers that are stopped in the middle of something and that nobody buries.
        var stops = 0
    }

    private static let weathers = [
        Weather(testDescription: "quiet"), Weather(testDescription: "one stops", stops: 1),
        Weather(testDescription: "deaths", deaths: 3), Weather(testDescription: "retirements", retirements: 3),
        Weather(testDescription: "all at once", deaths: 2, retirements: 1, stops: 1),
    ]

    @Test(
        "no client is left waiting while a worker is parked", arguments: WakeOrder.allCases, weathers)
    private func nobodyIsForgotten(order: WakeOrder, weather: Weather) throws {
        // One alone forgives nothing; two forgive one that is stopped.
        for least in (1 + weather.stops)...2 {
            for seed in UInt64(1)...100 {
                let model = Model(order, workers: 5, clients: 14, least: least, seed: seed)
                let end = model.run(weather.deaths, weather.retirements, weather.stops)
                try #require(end.queue == 0 || end.parked.isEmpty, "least \(least), seed \(seed): \(end)")
            }
        }
    }
}

/// A pool in a model's world: workers, a supervisor who buries, and clients who come.
private final class Model {
    private let world: ModelWorld
    private let workers: Int
    private var threads: [TestThread<Void, Never>] = []

    struct End {
        var queue: Int
        /// Slots of living workers that sleep and whom nobody has woken.
        var parked: [Int]
    }

    init(_ order: WakeOrder, workers: Int, clients: Int, least: Int, seed: UInt64) {
        self.workers = workers
        let world = ModelWorld(slots: workers, actors: workers + 2, seed: seed)
        self.world = world
        let parking = { @Sendable actor in
            Parking(
                ModelLot(world: world, actor: actor),
                ParkingRules(order: order, least: least, most: least + Int(seed % 3)))
        }
        for slot in 0..<workers {
            threads.append(TestThread { Self.work(parking(slot), slot, holds: (seed >> UInt64(slot % 6)) % 3 == 0) })
        }
        threads.append(TestThread { Self.bury(parking(workers), actor: workers) })
        threads.append(
            TestThread {
                for _ in 0..<clients { world.step(workers + 1) { $0.queue += 1 } }
                world.end(workers + 1)
            })
    }

    /// - Parameter holds: whether it keeps its second connection for ever.
    private static func work(_ parking: Parking<ModelLot>, _ slot: Int, holds: Bool) {
        let world = parking.lot.world
        var taken = 0
        while world.step(slot, { $0.idle[slot] = true }) != nil {
            let isLeaving = { world.look { $0.leaving[slot] } }
            parking.rest(slot, isTurnOver: taken == 2, isLeaving: isLeaving)
            let hasTaken = world.step(slot, when: { $0.queue > 0 || $0.leaving[slot] }) { state in
                if state.leaving[slot] { return false }
                state.queue -= 1
                return true
            }
            world.step(slot) { $0.idle[slot] = false }
            parking.disarm(slot)
            guard hasTaken == true else { break }
            taken += 1
            if holds && taken == 2 { world.step(slot, when: { $0.leaving[slot] }) { _ in } }
        }
        world.end(slot)
    }

    private static func bury(_ parking: Parking<ModelLot>, actor: Int) {
        let world = parking.lot.world
        while let slot = world.step(actor, when: { !$0.dead.isEmpty }, { $0.dead.removeFirst() }) {
            world.step(actor) { $0.idle[slot] = false }
            parking.bury(slot)
        }
        world.end(actor)
    }

    func run(_ deaths: Int, _ retirements: Int, _ stops: Int) -> End {
        var (deaths, retirements, stops) = (deaths, retirements, stops)
        world.run { [workers] state in
            guard Int.random(in: 0..<25, using: &state.random) == 0 else { return }
            let slot = Int.random(in: 0..<workers, using: &state.random)
            guard case .before = state.phases[slot] else { return }
            if deaths > 0 {
                deaths -= 1
                state.phases[slot] = .stopped
                state.dead.append(slot)
            } else if retirements > 0 {
                retirements -= 1
                state.leaving[slot] = true
                state.bells[slot] = true
            } else if stops > 0 {
                stops -= 1
                state.phases[slot] = .stopped
            }
        }
        let end = world.look { state in
            // With clients in the queue, whoever waits for one could go on; so what is left that is idle sleeps.
            let parked = (0..<workers).filter { if case .before = state.phases[$0] { state.idle[$0] } else { false } }
            return End(queue: state.queue, parked: parked)
        }
        world.finish()
        for thread in threads { thread.join() }
        return end
    }
}
