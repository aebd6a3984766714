import Testing

@testable import DaemonConfiguration

@Suite("The key control")
struct ControlTests {
    private func load(_ value: String) throws -> DaemonPlan {
        try ConfigurationFolder("[daemon]\ncontrol = \(value)\n" + echo("")).load().plan
    }

    @Test(
        "is a path, or one of two words",
        arguments: [
            ("\"auto\"", ControlPlan.auto), ("\"off\"", .off), ("\"/run/a\"", .path("/run/a")),
        ])
    func values(text: String, plan: ControlPlan) throws {
        #expect(try load(text).control == plan)
        #expect(DaemonPlan().control == .auto)
    }

    @Test(
        "anything else is an error",
        arguments: ["\"\"", "\"run/a\"", "true", "\"/\(String(repeating: "a", count: 107))\""])
    func wrong(text: String) {
        #expect(throws: ConfigurationErrors.self) { try load(text) }
    }
}
