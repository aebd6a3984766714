import Testing

@testable import DaemonConfiguration

@Suite("Times carry a unit")
struct DurationTests {
    static let good: [(String, Duration, String)] = [
        ("1ms", .milliseconds(1), "1ms"),
        ("500ms", .milliseconds(500), "500ms"),
        ("30s", .seconds(30), "30s"),
        ("5min", .seconds(300), "5min"),
        ("300s", .seconds(300), "5min"),
        ("1h", .seconds(3600), "1h"),
        ("24h", .seconds(86_400), "1d"),
        ("1d", .seconds(86_400), "1d"),
        ("0s", .zero, "0s"),
        ("0d", .zero, "0s"),
        ("90000ms", .seconds(90), "90s"),
    ]

    @Test("each unit is read, and written in the largest that fits", arguments: good)
    func reads(text: String, value: Duration, shown: String) throws {
        let folder = try ConfigurationFolder("[daemon]\ndrain-timeout = \"\(text)\"\n" + echo(""))
        let plan = try folder.load().plan
        #expect(plan.drainTimeout == value)
        #expect(value.configurationText == shown)
    }

    static let bad: [(String, String)] = [
        ("30", "carries no unit; write \"30s\""),
        ("\"30\"", "carries no unit; write \"30s\""),
        ("-5", "must be a number and one of ms, s, min, h, d, such as \"30s\", not \"-5\""),
        ("\"\"", "must be a number and one of ms, s, min, h, d, such as \"30s\", not \"\""),
        ("\"s\"", "must be a number and one of ms, s, min, h, d, such as \"30s\", not \"s\""),
        ("\"5 min\"", "must be a number and one of ms, s, min, h, d, such as \"30s\", not \"5 min\""),
        ("\"5m\"", "must be a number and one of ms, s, min, h, d, such as \"30s\", not \"5m\""),
        ("\"1.5s\"", "must be a number and one of ms, s, min, h, d, such as \"30s\", not \"1.5s\""),
        ("\"25h\"", "must be 0s to 1d, not 25h"),
        ("\"99999999999999999d\"", "is far too long: \"99999999999999999d\""),
        ("\"99999999999999999999s\"", "is far too long: \"99999999999999999999s\""),
        ("\"99999999999999999999\"", "carries no unit; write \"30s\""),
        ("1.5", "must be a time such as \"30s\", not a float"),
        ("07:32:00", "must be a time such as \"30s\", not a date or time"),
    ]

    @Test("anything else is refused with an example", arguments: bad)
    func refuses(value: String, reason: String) throws {
        let found = try errors(in: "[daemon]\ndrain-timeout = \(value)\n" + echo(""))
        #expect(found == ["main.toml:2:17: \"drain-timeout\" \(reason)"])
    }

    @Test("a worker's times are more than nothing and at most a day", arguments: ["start-timeout", "idle-timeout"])
    func bounds(key: String) throws {
        for value in ["0s", "2d"] {
            #expect(
                try errors(in: echo("workers = { \(key) = \"\(value)\" }"))
                    == ["main.toml:4:\(16 + key.count): \"workers.\(key)\" must be 1ms to 1d, not \(value)"])
        }
        #expect(try errors(in: echo("workers = { \(key) = \"1d\" }")).isEmpty)
    }
}
