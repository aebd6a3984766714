import Testing

@testable import Control

@Suite("A number with its noun")
struct CountedTests {
    @Test("agrees with it, and its verb too")
    func agrees() {
        #expect("\(Counted(0, "worker"))" == "0 workers")
        #expect("\(Counted(1, "worker"))" == "1 worker")
        #expect("\(Counted(UInt64(2), "log record"))" == "2 log records")
        #expect("\(Counted(1, "more line", ("is", "are")))" == "1 more line is")
        #expect("\(Counted(7, "more line", ("is", "are")))" == "7 more lines are")
    }
}
