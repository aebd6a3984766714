import PoolPolicy
import Testing

@Suite("Draining")
struct DrainTests {
    @Test("a pool that drains stops listening to queue, workers and clock")
    func lettingGo() {
        var watching = PoolPolicy(PoolLimits(min: 0, max: 8, spare: 0), settledAt: Census(serving: 1))
        #expect(
            watching.step(.drain, Census(serving: 1), now: .seconds(1))
                == [.keepHistory(false), .watchQueue(false), .tellBelow(idle: 0)])
        #expect(watching.isDraining)
        #expect(watching.deadline == nil)
    }

    @Test(
        "nothing is started in a pool that drains",
        arguments: [
            PoolEvent.look, .ready, .ended(.unasked), .ended(.asked), .ended(.beforeReady), .forkFailed, .drain,
        ])
    func noStarts(event: PoolEvent) {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 8), settledAt: Census(idle: 4))
        _ = policy.step(.drain, Census(idle: 4), now: .zero)
        for moment in [Duration.seconds(1), .seconds(100)] {
            let actions = policy.step(event, Census(retiring: 1, waiting: 9), now: moment)
            #expect(actions.spawned == 0)
            #expect(actions.retired == 0)
        }
        #expect(policy.deadline == nil)
    }

    @Test("a pool that is resumed has its minimum again, and looks at queue and workers")
    func resumed() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 8), settledAt: Census(idle: 4))
        _ = policy.step(.drain, Census(idle: 4), now: .zero)
        let actions = policy.step(.resume, Census(), now: .seconds(1))
        #expect(!policy.isDraining)
        #expect(actions.spawned == 4)
        #expect(actions.contains(.watchQueue(true)) && actions.contains(.tellBelow(idle: 2)))
    }

    @Test("a hold of starts does not outlive the drain")
    func throttled() {
        var policy = PoolPolicy(PoolLimits(min: 4, max: 8), settledAt: Census(idle: 3))
        _ = policy.step(.forkFailed, Census(idle: 3), now: .zero)
        _ = policy.step(.drain, Census(idle: 3), now: .milliseconds(1))
        #expect(policy.deadline == nil)
    }
}
