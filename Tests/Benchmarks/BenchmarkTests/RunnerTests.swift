import Benchmark
import LoadClient
import Testing

@Suite("The runner of a benchmark")
struct RunnerTests {
    /// Ends at once.
    private struct Absent: Server {
        let name = "absent"
        let needs = [Need("/nonexistent/program", from: "some-package"), Need("/", from: "base-files")]

        func commandLine(for work: Work, at place: ServerPlace) -> [String] { ["/bin/false"] }
    }

    /// Counts how often it is asked for, and fails.
    private struct Unable: Measure {
        let title = "unable"
        let work = Work(.greeting, workers: 1)
        let figures = [Figure.rate]
        let isCounted: Bool
        let isFor: Bool

        func suits(_ server: any Server) -> Bool { isFor }
        func take(_ server: ServerProcess, _ pace: Pace) -> Sample { Sample([1]) }
    }

    private func remarks(_ measure: any Measure, within limit: TimeLimit = TimeLimit(end: nil)) throws -> [String] {
        let section = try #require(Section.all.first).with([measure])
        let record = try Runner([Absent()], .short).run(section, within: limit)
        return try #require(record[measure]).remarks
    }

    @Test("what a server lacks is told")
    func missing() {
        #expect(Absent().needs.filter { !$0.isMet } == [Need("/nonexistent/program", from: "some-package")])
    }

    @Test("a server that ends without an answer is a remark, and no sample", arguments: [false, true])
    func failure(isCounted: Bool) throws {
        let measure = Unable(isCounted: isCounted, isFor: true)
        #expect(try remarks(measure).count == 1)
        #expect(try remarks(measure).allSatisfy { $0.hasPrefix("absent: doesNotAnswer") })
    }

    @Test("whoever there is no time for is named")
    func late() throws {
        let remarks = try remarks(Unable(isCounted: false, isFor: true), within: TimeLimit(end: .zero))
        #expect(remarks == ["absent: left out, for there is no time left"])
    }

    @Test("a measure that does not suit a server leaves it out")
    func unsuited() throws {
        #expect(try remarks(Unable(isCounted: false, isFor: false)).isEmpty)
    }
}
