import Synchronization
import Testing

@testable import Prefork

@Suite("The ledger of durations")
struct DurationLedgerTests {
    private static let (millisecond, second): (UInt64, UInt64) = (1_000_000, 1_000_000_000)
    private let ledger: Ledger

    init() throws {
        ledger = try Ledger(name: "test")
    }

    private func serve(at start: UInt64, for duration: UInt64) {
        _ = ledger.durations.beginConnection(at: start)
        ledger.durations.endConnection(after: duration, at: start + duration)
    }

    @Test("counts each connection in its class, for ever, and in its span for five minutes")
    func counts() {
        for second in 0..<100 as Range<UInt64> {
            serve(at: (1_000 + second) * Self.second, for: 2 * Self.millisecond)
        }
        let now = 1_099 * Self.second + 1
        #expect(ledger.durations.all.total == 100)
        #expect(ledger.durations.all.counts[DurationHistogram.place(of: 2 * Self.millisecond)] == 100)
        #expect(ledger.durations.all.microseconds == 200_000)
        #expect(ledger.durations.begun(at: now) == [Int](repeating: 0, count: 40) + [Int](repeating: 5, count: 20))
        // Twelve whole spans and that of now.
        #expect(ledger.durations.lately(at: now).total == 65)
        let later = now + 400 * Self.second
        #expect(ledger.durations.begun(at: later).allSatisfy { $0 == 0 })
        #expect(ledger.durations.lately(at: later).total == 0 && ledger.durations.all.total == 100)
    }

    @Test("one that ends where none begins is of the last minute, though nobody came by for hours")
    func lateEnd() {
        let start = 7_000 * Self.second
        for _ in 0..<3 { serve(at: start, for: Self.millisecond) }
        serve(at: start, for: 9_000 * Self.second)
        let now = start + 9_001 * Self.second
        #expect(ledger.durations.lately(at: now).quantile(0.5).map { (7_200...28_800).contains($0) } == true)
        #expect(ledger.durations.lately(at: now).total == 1)
        #expect(ledger.durations.begun(at: now).allSatisfy { $0 == 0 })
    }

    @Test("whoever is late counts, and brings no old span back")
    func late() {
        serve(at: 1_000 * Self.second, for: 0)
        serve(at: 1_320 * Self.second, for: 0)
        serve(at: 1_000 * Self.second, for: 0)
        #expect(ledger.durations.all.total == 3)
        #expect(ledger.durations.begun(at: 1_321 * Self.second).suffix(2) == [0, 2])
    }

    @Test("many who come into new spans at once open each once, and lose nothing")
    func crowd() async {
        let (spans, tasks) = (2_000 as UInt64, 4)
        let ledger = Shared(ledger)
        await withTaskGroup { group in
            for _ in 0..<tasks {
                group.addTask {
                    for span in 0..<spans {
                        let now = 1_000 * Self.second + span * RecentSpans.length
                        _ = ledger.value.durations.beginConnection(at: now)
                        ledger.value.durations.endConnection(after: span % 2 == 0 ? 1 : Self.second, at: now)
                    }
                }
            }
        }
        let durations = ledger.value.durations
        let total = spans * UInt64(tasks)
        #expect(durations.all.total == total && durations.all.microseconds == total / 2 * 1_000_000)
        let now = 1_000 * Self.second + (spans - 1) * RecentSpans.length
        let begun = durations.begun(at: now)
        // Who is behind the others counts in the last of theirs.
        #expect(begun.allSatisfy { $0 >= 0 } && begun.reduce(0, +) <= Int(total))
        #expect(durations.lately(at: now).total <= total)
    }

    /// Its words are atomic.
    private final class Shared: @unchecked Sendable {
        let value: Ledger

        init(_ value: Ledger) {
            self.value = value
        }
    }

    @Test("what an earlier program counted goes on, and is not of the last minute")
    func inherits() {
        var earlier = DurationHistogram()
        earlier.add(5, upTo: Self.second)
        earlier.add(microseconds: 4_000_000)
        ledger.durations.inherit(earlier)
        serve(at: 1_000 * Self.second, for: Self.second)
        #expect(ledger.durations.all.total == 6 && ledger.durations.all.microseconds == 5_000_000)
        #expect(ledger.durations.lately(at: 1_002 * Self.second).total == 1)
    }
}
