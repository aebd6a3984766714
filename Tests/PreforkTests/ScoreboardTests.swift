import LinuxSystem
import PoolPolicy
import Prefork
import Testing

@Suite("Scoreboard")
struct ScoreboardTests {
    private func rings(_ scoreboard: Scoreboard) -> Bool {
        Socket.waitReadable(scoreboard.alarmDescriptor, until: .zero)
    }

    @Test("idle workers are counted, each once, in pools of any size", arguments: [1, 63, 64, 65, 1_000])
    func idle(capacity: Int) throws {
        let scoreboard = try Scoreboard(name: "test", capacity: capacity)
        #expect(scoreboard.idle.count == 0)
        for slot in 0..<capacity { scoreboard.words.setIdle(slot, at: 0) }
        scoreboard.words.setIdle(capacity - 1, at: 0)
        #expect(scoreboard.idle.count == capacity)
        scoreboard.words.setBusy(capacity - 1)
        #expect(scoreboard.idle.count == capacity - 1)
        #expect(!scoreboard.idle.contains(capacity - 1))
        #expect((0..<capacity - 1).allSatisfy { scoreboard.idle.contains($0) })
        scoreboard.idle.clear(0)
        scoreboard.idle.clear(0)
        #expect(scoreboard.idle.count == max(0, capacity - 2))
    }

    @Test("the largest pool has a slot for everybody, and none shares memory with another")
    func largest() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: PoolLimits.maximum)
        let last = PoolLimits.maximum - 1
        scoreboard.slot(last).pointee.prepare(generation: 9)
        scoreboard.words.setIdle(last, at: 0)
        #expect(scoreboard.slot(last).pointee.currentGeneration == 9)
        #expect(scoreboard.slot(last - 1).pointee.currentGeneration == 0)
        #expect(scoreboard.slot(0).pointee.currentState == .empty)
        #expect(scoreboard.idle.count == 1)
        let distance = UnsafeRawPointer(scoreboard.slot(last)) - UnsafeRawPointer(scoreboard.slot(last - 1))
        #expect(distance == ScoreboardSlot.stride)
        #expect(UInt(bitPattern: scoreboard.slot(0)).isMultiple(of: 64))
    }

    @Test("the worker that leaves too few idle rings, and those before it do not")
    func threshold() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 8)
        for slot in 0..<5 { scoreboard.words.setIdle(slot, at: 0) }
        scoreboard.tell(belowIdle: 3, known: 5)
        for slot in 0..<2 {
            scoreboard.words.setBusy(slot)
            #expect(!rings(scoreboard))
        }
        scoreboard.words.setBusy(2)
        #expect(rings(scoreboard))
    }

    @Test("without a threshold nobody rings")
    func noThreshold() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 2)
        scoreboard.words.setIdle(0, at: 0)
        scoreboard.words.setBusy(0)
        #expect(!rings(scoreboard))
    }

    @Test("many that ring are one wake, until it is taken")
    func coalesced() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 2)
        for _ in 0..<3 { scoreboard.words.tell() }
        #expect(rings(scoreboard))
        scoreboard.clearAlarm()
        #expect(!rings(scoreboard))
        scoreboard.words.tell()
        #expect(rings(scoreboard))
    }

    @Test("the low-water mark is the fewest idle of the window, and the history begins when it is asked for")
    func lowWater() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 8)
        func mark(at second: Int) -> LowWater {
            scoreboard.lowWater(idle: scoreboard.idle.count, within: .seconds(10), at: .seconds(second))
        }
        for slot in 0..<5 { scoreboard.words.setIdle(slot, at: 1_000_000_000) }
        #expect(mark(at: 50) == LowWater(idle: 0))
        scoreboard.keepHistory(from: .seconds(100))
        #expect(mark(at: 109) == LowWater(idle: 0, risesAt: .seconds(110)))
        #expect(mark(at: 110) == LowWater(idle: 5))
        for slot in 0..<3 { scoreboard.words.setBusy(slot) }
        for slot in 0..<3 { scoreboard.words.setIdle(slot, at: UInt64(120 + slot) * 1_000_000_000) }
        #expect(mark(at: 125) == LowWater(idle: 2, risesAt: .seconds(130)))
        #expect(mark(at: 131) == LowWater(idle: 4, risesAt: .seconds(132)))
        scoreboard.keepHistory(from: nil)
        #expect(mark(at: 140) == LowWater(idle: 0))
    }

    @Test("connections are numbered from 1, and no number comes twice")
    func numbers() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 2)
        #expect((1...5).map { _ in scoreboard.ledger.durations.beginConnection(at: 0) } == [1, 2, 3, 4, 5])
    }

    @Test("a pool may complain once in an interval")
    func complaints() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 2)
        let complaints = [10, 11, 69, 70, 71, 129, 130].map { second in
            scoreboard.words.mayComplain(at: UInt64(second) * 1_000_000_000, interval: 60_000_000_000)
        }
        #expect(complaints == [true, false, false, true, false, false, true])
    }

    @Test("totals are the sums over all slots")
    func totals() throws {
        let scoreboard = try Scoreboard(name: "test", capacity: 3)
        for slot in 0..<3 {
            let row = scoreboard.slot(slot)
            row.pointee.begin(connection: 1, from: PackedPeer(SocketAddress()), at: 0)
            row.pointee.end(received: 1, sent: 10, failed: slot == 2)
            row.pointee.countUnrecorded()
        }
        #expect(
            scoreboard.totals == Totals(accepted: 3, served: 2, failed: 1, received: 3, sent: 30, unrecorded: 3))
    }

    @Test("sums wrap round and never trap")
    func wrapping() {
        var sum = Totals(
            accepted: .max, served: .max, failed: .max, received: .max, sent: .max, unrecorded: .max, started: .max,
            died: .max)
        sum += Totals(
            accepted: 1, served: 1, failed: 1, received: 1, sent: 1, unrecorded: 1, started: 1, died: 1)
        #expect(sum == Totals())
    }
}
