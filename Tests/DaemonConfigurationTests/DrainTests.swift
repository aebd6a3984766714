import Testing

@testable import DaemonConfiguration

@Suite("Drain limits fit together")
struct DrainTests {
    private static func text(_ service: String, _ daemon: String = "") -> String {
        "[daemon]\n\(daemon)\n" + echo("timeouts.drain = \"\(service)\"\n")
    }

    @Test(
        "a service may have as much time as the daemon, or less",
        arguments: [
            ("30s", ""), ("0s", ""), ("29999ms", ""), ("1h", "drain-timeout = \"1h\""),
            ("0s", "drain-timeout = \"0s\""),
        ])
    func fits(service: String, daemon: String) throws {
        let text = Self.text(service, daemon)
        #expect(try errors(in: text) == [])
    }

    @Test("more is an error at its place, with both times")
    func exceeds() throws {
        #expect(
            try errors(in: Self.text("31s")) == [
                "main.toml:6:10: \"timeouts.drain\" (31s) is longer than the daemon's drain-timeout (30s)"
            ])
        #expect(
            try errors(in: Self.text("31s", "drain-timeout = \"soon\"")).filter { $0.contains("is longer than") } == [])
        #expect(
            try errors(in: Self.text("2s", "drain-timeout = \"1s\"")) == [
                "main.toml:6:10: \"timeouts.drain\" (2s) is longer than the daemon's drain-timeout (1s)"
            ])
    }
}
