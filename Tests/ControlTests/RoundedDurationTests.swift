import Control
import Testing

@Suite("A duration for people")
struct RoundedDurationTests {
    static let table: [(Double, String)] = [
        (0, "0 ms"), (0.000_004, "0 ms"), (0.000_05, "0.05 ms"), (0.000_999, "1 ms"), (0.001_25, "1.3 ms"),
        (0.009_94, "9.9 ms"), (0.012_4, "12 ms"), (0.999, "999 ms"), (1, "1 s"), (1.24, "1.2 s"), (59.4, "59 s"),
        (60, "1 min"), (90, "1 min 30 s"), (7_260, "2 h 1 min"),
    ]

    @Test("has the digits that its class can tell", arguments: table)
    func words(seconds: Double, words: String) {
        #expect(RoundedDuration(seconds: seconds).description == words)
    }
}
