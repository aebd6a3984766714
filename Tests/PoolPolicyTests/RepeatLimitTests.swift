import PoolPolicy
import Testing

@Suite("The limit of repeated messages")
struct RepeatLimitTests {
    @Test("the first message goes through and nothing was held back")
    func first() {
        var limit = RepeatLimit()
        #expect(limit.admit(at: .zero) == 0)
    }

    @Test("within the interval all others are held back, and the next one tells how many")
    func heldBack() {
        var limit = RepeatLimit(interval: .seconds(60))
        _ = limit.admit(at: .seconds(10))
        for second in 11..<70 { #expect(limit.admit(at: .seconds(second)) == nil) }
        #expect(limit.admit(at: .seconds(70)) == 59)
        #expect(limit.admit(at: .seconds(71)) == nil)
        #expect(limit.admit(at: .seconds(130)) == 1)
    }

    @Test("messages further apart than the interval all go through")
    func sparse() {
        var limit = RepeatLimit(interval: .seconds(60))
        for minute in 0..<5 { #expect(limit.admit(at: .seconds(minute * 60)) == 0) }
    }

    @Test(
        "a burst goes through at once, then one for each interval that passes, and a rest makes room for a burst again")
    func burst() {
        var limit = RepeatLimit(burst: 3, interval: .seconds(1))
        let admitted = { (second: Int, limit: inout RepeatLimit) in
            (0..<5).compactMap { _ in limit.admit(at: .seconds(second)) }
        }
        #expect(admitted(10, &limit) == [0, 0, 0])
        #expect(admitted(11, &limit) == [2])
        #expect(admitted(13, &limit) == [4, 0])
        #expect(admitted(100, &limit) == [3, 0, 0])
    }
}
