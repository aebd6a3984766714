import Benchmark
import LinuxSystem
import LoadClient
import Testing

@Suite("The runner of a benchmark")
struct RunnerTests {
    /// Nothing but a name and what is missing.
    private struct Absent: Server {
        let name = "absent"
        let needs = [Need("/nonexistent/program", from: "some-package"), Need("/", from: "base-files")]

        func commandLine(for work: Work, port: UInt16, folder: TemporaryFolder) -> [String] { ["/bin/false"] }
    }

    @Test("what a server lacks is told")
    func missing() {
        #expect(Absent().missing == [Need("/nonexistent/program", from: "some-package")])
    }

    @Test("a server that ends without an answer is a remark, and no sample")
    func failure() {
        let results = Runner([Absent()], rounds: 3, longTurn: .seconds(60)).run(BurstMeasure(from: 1, to: 2))
        #expect(results.remarks.count == 1 && results.summaries(of: "absent").allSatisfy { $0 == nil })
    }
}
