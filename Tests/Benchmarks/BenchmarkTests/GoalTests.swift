import Benchmark
import Testing

@Suite("Goals of a benchmark")
struct GoalTests {
    @Test(
        "a goal is met or missed where the whole interval is on one side of it, and else open",
        arguments: [
            ([1, 2, 3], .atMost(3), .met), ([1, 2, 3], .atMost(2.9), .undecided), ([1, 2, 3], .atMost(0.9), .missed),
            ([1, 2, 3], .atLeast(1), .met), ([1, 2, 3], .atLeast(1.1), .undecided),
            ([1, 2, 3], .atLeast(3.1), .missed), ([], .atMost(1), .notMeasured),
        ] as [([Double], Goal.Bound, GoalOutcome.Verdict)])
    func verdicts(values: [Double], bound: Goal.Bound, verdict: GoalOutcome.Verdict) {
        #expect(GoalOutcome(values, bound).verdict == verdict)
    }

    @Test("one round alone decides nothing, but where each would be the same")
    func single() {
        #expect(GoalOutcome([1], .atMost(2)).verdict == .undecided)
        #expect(GoalOutcome([1], .atMost(2), isCounted: true).verdict == .met)
    }

    @Test("one outlier in nine rounds decides nothing")
    func outlier() {
        #expect(GoalOutcome([1, 1, 1, 1, 1, 1, 1, 1, 9], .atMost(2)).verdict == .met)
        #expect(GoalOutcome([1, 1, 1, 1, 1, 1, 1, 9, 9], .atMost(2)).verdict == .undecided)
    }

    /// A goal against another server, and one against the same server in another measure.
    private func goals() throws -> (againstOther: Goal, againstItself: Goal) {
        let goals = GoalTable.all.filter { $0.reference != nil }
        return try (
            #require(goals.first { $0.reference?.server != nil }), #require(goals.first { $0.reference?.server == nil })
        )
    }

    private func sample(_ measure: any Measure, _ figure: Figure, _ value: Double?) -> Sample {
        Sample(measure.figures.map { $0 == figure ? value : nil })
    }

    @Test("a ratio is taken in each round that has both of its sides")
    func ratios() throws {
        let goal = try goals().againstOther
        let (measure, figure) = (goal.reading.measure, goal.reading.figure)
        let other = try #require(goal.reference?.server)
        var record = Record([measure])
        for (round, pair) in [(2.0, 4.0), (3.0, 3.0), (9.0, nil), (8.0, 4.0)].enumerated() {
            record.add(sample(measure, figure, pair.0), of: "mine", to: measure, in: Turn(round: round))
            record.add(sample(measure, figure, pair.1), of: other, to: measure, in: Turn(round: round))
        }
        record.add(sample(measure, figure, 1), of: "mine", to: measure, in: Turn(round: 4))
        let summary = try #require(goal.outcome(in: record, for: "mine").summary)
        #expect(summary.median == 1 && summary.lowest == 0.5 && summary.highest == 2)
    }

    @Test("the slices of a round are one witness, each compared with what was measured beside it")
    func slices() throws {
        let goal = try goals().againstOther
        let (measure, figure) = (goal.reading.measure, goal.reading.figure)
        let other = try #require(goal.reference?.server)
        var record = Record([measure])
        for (index, pair) in [(2.0, 1.0), (30.0, 10.0), (4.0, 1.0), (5.0, 1.0)].enumerated() {
            let turn = Turn(round: index / 3, slice: index % 3)
            record.add(sample(measure, figure, pair.0), of: "mine", to: measure, in: turn)
            record.add(sample(measure, figure, pair.1), of: other, to: measure, in: turn)
        }
        let summary = try #require(goal.outcome(in: record, for: "mine").summary)
        #expect(summary.lowest == 3 && summary.highest == 5)
    }

    @Test("a ratio between two measures is that of the same server")
    func betweenMeasures() throws {
        let goal = try goals().againstItself
        let reference = try #require(goal.reference)
        var record = Record([goal.reading.measure, reference.measure])
        record.add(
            sample(goal.reading.measure, goal.reading.figure, 6), of: "mine", to: goal.reading.measure,
            in: Turn(round: 0))
        record.add(
            sample(reference.measure, reference.figure, 4), of: "mine", to: reference.measure, in: Turn(round: 0))
        record.add(
            sample(reference.measure, reference.figure, 1), of: "other", to: reference.measure, in: Turn(round: 0))
        #expect(goal.outcome(in: record, for: "mine").summary?.median == 1.5)
    }

    @Test("each goal names what there is: a measure of a section, a figure of it, a server that does its work")
    func references() throws {
        let servers = try ServerTable.all(
            ServerTable.Programs(preforkd: "preforkd", preforkctl: "preforkctl", reference: "c-reference"),
            in: TemporaryFolder())
        let measures = Section.all.flatMap(\.measures)
        for goal in GoalTable.all {
            for reading in [goal.reading, goal.reference].compactMap(\.self) {
                #expect(measures.contains { $0.title == reading.measure.title }, "\(goal.claim)")
                #expect(reading.measure.figures.contains(reading.figure), "\(goal.claim)")
                let server = servers.first { $0.name == reading.server ?? Preforkd.name }
                #expect(
                    server.map { $0.does(reading.measure.work) && reading.measure.suits($0) } == true, "\(goal.claim)")
            }
            // Rounds are compared, so both sides are in the rounds of one section.
            let sections = Section.all.filter { section in section.measures.contains { goal.asks(for: $0) } }
            #expect(sections.count == 1, "\(goal.claim)")
        }
        #expect(Set(GoalTable.all.map(\.claim)).count == GoalTable.all.count)
        #expect(Set(measures.map(\.title)).count == measures.count)
    }

    @Test("the table has a row for each goal that the record has to do with")
    func table() throws {
        let goal = try goals().againstOther
        let record = Record([goal.reading.measure])
        let rows = GoalTable.table(record, for: "mine").description.split(separator: "\n")
        #expect(rows.count == 1 + GoalTable.all.count { $0.reading.measure.title == goal.reading.measure.title })
        #expect(rows[0].hasPrefix("goals of mine"))
        #expect(rows.dropFirst().allSatisfy { $0.hasSuffix("not measured") })
    }

    @Test("a verdict takes preforkd and whom the goal names, in its measure")
    func needed() throws {
        let goal = try goals().againstOther
        let (measure, name) = (goal.reading.measure, try #require(goal.reference?.server))
        let servers = try ServerTable.all(
            ServerTable.Programs(preforkd: "a", preforkctl: "b", reference: "c", others: ["d"]), in: TemporaryFolder())
        let needed = servers.filter { GoalTable.needs($0, in: measure) }.map(\.name)
        #expect(needed.starts(with: ["preforkd", "preforkd d"]) && needed.contains(name))
        #expect(!needed.contains("SwiftNIO, two threads"))
    }

    @Test("a short run has every measure that a goal asks for, but for the long sections")
    func short() {
        let titles = Set(Section.short.flatMap(\.measures).map(\.title))
        let long = Section.all.filter { $0.share == nil }.flatMap(\.measures).map(\.title)
        for goal in GoalTable.all where !long.contains(goal.reading.measure.title) {
            #expect(titles.contains(goal.reading.measure.title))
        }
    }
}
