import Testing

@testable import Prefork

@Suite("The ages of workers")
struct AgeQueueTests {
    private func worker(_ slot: Int) -> WorkerID { WorkerID(pool: 0, slot: slot, generation: 1) }

    @Test("an end is never later than the bound, and a tenth earlier at most")
    func bounds() throws {
        for seed in 1...100 as ClosedRange<UInt64> {
            var ages = AgeQueue(maxAge: .seconds(100), seed: seed)
            ages.add(worker(0), spawned: .seconds(7))
            let due = try #require(ages.due)
            #expect(due > .seconds(97) && due <= .seconds(107))
            #expect(ages.takeOne(at: due - .nanoseconds(1)) == nil)
            #expect(ages.takeOne(at: due) == worker(0))
            #expect(ages.due == nil)
        }
    }

    @Test("without a bound nobody is in it")
    func unbounded() {
        var ages = AgeQueue(maxAge: nil, seed: 1)
        ages.add(worker(0), spawned: .zero)
        #expect(ages.count == 0)
    }

    @Test("who died before its time can be forgotten")
    func dead() {
        var ages = AgeQueue(maxAge: .seconds(100), seed: 1)
        for slot in 0..<10 { ages.add(worker(slot), spawned: .zero) }
        ages.removeAll { $0.slot != 3 }
        #expect(ages.count == 1)
        #expect(ages.takeOne(at: .seconds(100)) == worker(3))
    }
}
