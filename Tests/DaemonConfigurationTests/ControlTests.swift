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

    @Test("a group for a socket that there is not is an error, in whatever files the two are")
    func groupWithout() throws {
        let folder = try ConfigurationFolder(
            "[daemon]\ncontrol = \"off\"\n" + echo(""), confD: ["a.toml": "[daemon]\ncontrol-group = \"root\"\n"])
        #expect(folder.errors() == ["conf.d/a.toml:2:1: \"control-group\" is not used where control is \"off\""])
        #expect(try errors(in: "[daemon]\ncontrol-group = \"root\"\n" + echo("")) == [])
    }

    @Test(
        "anything else is an error",
        arguments: ["\"\"", "\"run/a\"", "true", "\"/\(String(repeating: "a", count: 107))\""])
    func wrong(text: String) {
        #expect(throws: ConfigurationErrors.self) { try load(text) }
    }
}
