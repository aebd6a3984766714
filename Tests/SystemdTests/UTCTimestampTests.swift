import LinuxSystem
import Testing

@Suite("Times in the log")
struct UTCTimestampTests {
    @Test(
        "a moment is written in UTC with milliseconds",
        arguments: [
            (0, 0, "1970-01-01T00:00:00.000Z"),
            (951_782_400, 7, "2000-02-29T00:00:00.007Z"),
            (1_795_200_001, 123, "2026-11-20T18:40:01.123Z"),
            (-1, 999, "1969-12-31T23:59:59.999Z"),
        ])
    func text(seconds: Int, milliseconds: Int, expected: String) {
        #expect("\(UTCTimestamp(secondsSince1970: seconds, milliseconds: milliseconds))" == expected)
    }
}
