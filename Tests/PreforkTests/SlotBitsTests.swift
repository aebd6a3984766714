import PoolPolicy
import Prefork
import Testing

@Suite("Bits of the slots")
struct SlotBitsTests {
    private static let sizes = [1, 63, 64, 65, 128, 1_000]

    /// Some slots of a scoreboard of that size, the first and the last among them.
    private func some(of capacity: Int) -> [Int] {
        (0..<capacity).filter { $0 == 0 || $0 == capacity - 1 || $0 % 7 == 3 || $0 % 64 > 61 }
    }

    @Test("they are visited from the highest down, for as long as the visitor wants", arguments: sizes)
    func visitDown(capacity: Int) throws {
        let scoreboard = try Scoreboard(name: "test", capacity: capacity)
        for slot in some(of: capacity) { scoreboard.idle.set(slot) }
        var visited: [Int] = []
        scoreboard.idle.visitDown { slot in
            visited.append(slot)
            return true
        }
        #expect(visited == some(of: capacity).reversed())
        visited = []
        scoreboard.idle.visitDown { slot in
            visited.append(slot)
            return visited.count < 3
        }
        #expect(visited == Array(some(of: capacity).reversed().prefix(3)))
    }

    @Test("they are taken once, from the lowest up", arguments: sizes)
    func take(capacity: Int) throws {
        let scoreboard = try Scoreboard(name: "test", capacity: capacity)
        for slot in some(of: capacity).shuffled() { scoreboard.news.set(slot) }
        var taken: [Int] = []
        scoreboard.news.take { taken.append($0) }
        #expect(taken == some(of: capacity))
        #expect(scoreboard.news.count == 0)
        scoreboard.news.take { Issue.record("\($0) is taken twice") }
    }

    @Test("a count with a limit is exact below it and no less than it above", arguments: sizes)
    func count(capacity: Int) throws {
        let scoreboard = try Scoreboard(name: "test", capacity: capacity)
        let slots = some(of: capacity)
        for slot in slots { scoreboard.idle.set(slot) }
        #expect(scoreboard.idle.count == slots.count)
        for limit in 0...slots.count + 1 {
            let count = scoreboard.idle.count(upTo: limit)
            #expect(count >= min(limit, slots.count) && count <= slots.count)
            #expect(scoreboard.idle.has(limit) == (slots.count >= limit))
        }
        #expect(slots.allSatisfy { scoreboard.idle.contains($0) })
    }

    @Test("bits beyond the last slot, which a worker that writes nonsense sets, are nobody's", arguments: sizes)
    func beyond(capacity: Int) throws {
        let scoreboard = try Scoreboard(name: "test", capacity: capacity)
        let slots = some(of: capacity)
        let strangers = Array(capacity..<(capacity + 63) / 64 * 64)
        for bits in [scoreboard.idle, scoreboard.news] {
            for slot in slots + strangers { bits.set(slot) }
            #expect(bits.count == slots.count)
            #expect(bits.has(slots.count) && !bits.has(slots.count + 1))
            var visited: [Int] = []
            bits.visitDown { slot in
                visited.append(slot)
                return true
            }
            #expect(visited == slots.reversed())
            for slot in slots { bits.clear(slot) }
            #expect(!bits.has(1))
            var taken: [Int] = []
            bits.take { taken.append($0) }
            #expect(taken.isEmpty)
        }
    }

    @Test("the history of the idle gives the fewest of the window", arguments: 1...20 as ClosedRange<UInt64>)
    func history(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let scoreboard = try Scoreboard(name: "test", capacity: 20)
        scoreboard.keepHistory(from: .seconds(100))
        // How many were idle in each second of it.
        var fewest: [Int] = []
        for second in 100..<400 {
            var lowest = scoreboard.idle.count
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let slot = Int.random(in: 0..<20, using: &random)
                if scoreboard.idle.contains(slot) {
                    scoreboard.words.setBusy(slot)
                    lowest = min(lowest, scoreboard.idle.count)
                } else {
                    scoreboard.words.setIdle(slot, at: UInt64(second) * 1_000_000_000)
                }
            }
            fewest.append(lowest)
            guard fewest.count > 10 else { continue }
            let mark = scoreboard.lowWater(idle: scoreboard.idle.count, within: .seconds(10), at: .seconds(second))
            // What rose at the very beginning of the window was there for all of it.
            let expected = min(fewest.suffix(10).min() ?? 0, scoreboard.idle.count)
            #expect(mark.idle == expected, "second \(second)")
        }
    }
}
