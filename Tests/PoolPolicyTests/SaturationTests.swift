import Testing

@testable import PoolPolicy

@Suite("Saturation")
struct SaturationTests {
    /// Plays samples at milliseconds of a pool that is full and has nobody idle; what is reported, and when.
    private func play(_ samples: [(at: Int, waiting: Int)]) -> [(at: Int, report: Saturation.Report)] {
        var saturation = Saturation()
        return samples.compactMap { at, waiting in
            saturation.update(isFull: true, Census(serving: 4, waiting: waiting), now: .milliseconds(at)).map {
                (at, $0)
            }
        }
    }

    private func samples(_ range: Range<Int>, _ waiting: Int) -> [(at: Int, waiting: Int)] {
        stride(from: range.lowerBound, to: range.upperBound, by: 100).map { ($0, waiting) }
    }

    @Test("who waits for a second is reported while it goes on")
    func patience() {
        let reports = play(samples(0..<3_000, 7))
        #expect(reports.map(\.at) == [1_000])
        #expect(reports.first?.report == Saturation.Report(lasted: .seconds(1), peak: 7, workers: 4, goesOn: true))
    }

    @Test("who is leaving takes a place and nobody from the queue, and is counted apart")
    func leaving() {
        var saturation = Saturation()
        let census = Census(serving: 4, retiring: 1, finishing: 1, waiting: 7)
        #expect(saturation.update(isFull: true, census, now: .zero) == nil)
        let report = saturation.update(isFull: true, census, now: .seconds(1))
        #expect(report == Saturation.Report(lasted: .seconds(1), peak: 7, workers: 4, leaving: 1, goesOn: true))
    }

    @Test("a short one is reported when it is over")
    func short() {
        let reports = play([(0, 0), (100, 3), (200, 9), (300, 2), (400, 0), (500, 0)])
        #expect(reports.map(\.at) == [400])
        #expect(
            reports.first?.report == Saturation.Report(lasted: .milliseconds(300), peak: 9, workers: 4, goesOn: false))
    }

    @Test("there is at most one report a minute, and it has all that was since the last one")
    func oncePerMinute() {
        let first = samples(0..<1_000, 4) + [(1_000, 0)]
        let second = samples(5_000..<7_000, 8) + [(7_000, 0)]
        let third = samples(30_000..<30_500, 6) + [(30_500, 0)]
        let reports = play(first + second + third + [(60_999, 0), (61_000, 0), (61_100, 0)])
        #expect(reports.map(\.at) == [1_000, 61_000])
        #expect(reports.first?.report == Saturation.Report(lasted: .seconds(1), peak: 4, workers: 4, goesOn: false))
        #expect(
            reports.last?.report == Saturation.Report(lasted: .milliseconds(2_500), peak: 8, workers: 4, goesOn: false))
    }

    @Test("one that goes on is reported again each minute, with the peak of that minute")
    func goesOn() {
        let reports = play(samples(0..<61_000, 9) + samples(61_000..<121_100, 5))
        #expect(reports.map(\.at) == [1_000, 61_000, 121_000])
        #expect(reports.map(\.report.lasted) == [.seconds(1), .seconds(60), .seconds(60)])
        #expect(reports.map(\.report.peak) == [9, 9, 5])
        #expect(reports.map(\.report.goesOn) == [true, true, true])
    }

    @Test("what is left after a report has the peak of those who waited on")
    func rest() {
        let reports = play(samples(0..<1_100, 7) + [(1_100, 0), (61_000, 0)])
        #expect(reports.map(\.at) == [1_000, 61_000])
        #expect(
            reports.last?.report == Saturation.Report(lasted: .milliseconds(100), peak: 7, workers: 4, goesOn: false))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let rule: String
        let isFull: Bool
        let idle: Int
        let waiting: Int
        let isSaturated: Bool
        let lookout: Saturation.Lookout
        var testDescription: String { rule }
    }

    static let rows = [
        Row(
            rule: "a pool that may grow is not saturated, whoever waits", isFull: false, idle: 0, waiting: 9,
            isSaturated: false, lookout: .nobody),
        Row(
            rule: "where one is idle, nobody waits for long", isFull: true, idle: 1, waiting: 9, isSaturated: false,
            lookout: .workers),
        Row(
            rule: "where all are busy, the next client tells", isFull: true, idle: 0, waiting: 0, isSaturated: false,
            lookout: .queue),
        Row(
            rule: "where somebody waits, the next sample is due", isFull: true, idle: 0, waiting: 1, isSaturated: true,
            lookout: .clock(.milliseconds(5_100))),
    ]

    @Test("who tells of the next change depends on who is there to see it", arguments: rows)
    func sampling(row: Row) {
        var saturation = Saturation()
        let report = saturation.update(
            isFull: row.isFull, Census(idle: row.idle, waiting: row.waiting), now: .seconds(5))
        #expect(report == nil)
        #expect(saturation.isSaturated == row.isSaturated)
        #expect(saturation.lookout == row.lookout)
    }

    @Test("a report that must wait for its minute is a deadline, and there is none once it is made")
    func owed() {
        var saturation = Saturation()
        func update(_ waiting: Int, _ milliseconds: Int) -> Saturation.Report? {
            saturation.update(
                isFull: true, Census(idle: waiting > 0 ? 0 : 1, serving: 4, waiting: waiting),
                now: .milliseconds(milliseconds))
        }
        _ = update(1, 0)
        #expect(update(0, 100) != nil)
        #expect(saturation.deadline == nil)
        _ = update(2, 200)
        #expect(update(0, 300) == nil)
        #expect(saturation.deadline == .milliseconds(60_100))
        #expect(update(0, 60_100) == Saturation.Report(lasted: .milliseconds(100), peak: 2, workers: 4, goesOn: false))
        #expect(saturation.deadline == nil)
    }

    @Test("clients that come all the time wake nobody more than ten times a second")
    func busy() {
        var saturation = Saturation()
        let full = Census(serving: 4)
        _ = saturation.update(isFull: true, full, now: .zero)
        #expect(saturation.lookout == .queue)
        _ = saturation.update(isFull: true, full, now: .milliseconds(1))
        #expect(saturation.lookout == .clock(.milliseconds(101)), "somebody came, and was taken at once")
        _ = saturation.update(isFull: true, Census(idle: 1, serving: 3), now: .milliseconds(50))
        #expect(saturation.lookout == .clock(.milliseconds(101)))
        _ = saturation.update(isFull: true, Census(idle: 1, serving: 3), now: .milliseconds(101))
        #expect(saturation.lookout == .workers)
    }
}
