import Glibc
import Testing

@testable import DaemonConfiguration

@Suite("The keys of a program")
struct CommandTests {
    private static let head = "[service.a]\nlisten = \"*:7\"\nhandler = \"program\"\n"
    private static let good = "command = [\"/bin/true\"]\n"

    static let table: [(String, [String])] = [
        ("", ["main.toml:1:10: \"command\" is missing in [service.a]"]),
        ("command = []", ["main.toml:4:11: \"command\" must not be empty"]),
        ("command = \"/bin/true\"", ["main.toml:4:11: \"command\" must be an array of strings, not a string"]),
        ("command = [\"/bin/true\", 1]", ["main.toml:4:25: \"command\" must be an array of strings, not an integer"]),
        (
            "command = [\"bin/true\"]",
            ["main.toml:4:12: \"command\": can't run \"bin/true\": it is no absolute path"]
        ),
        ("command = [\"\"]", ["main.toml:4:12: \"command\": can't run \"\": it is no absolute path"]),
        (
            "command = [\n\"/no/such/program\"]",
            ["main.toml:5:1: \"command\": can't run \"/no/such/program\": No such file or directory"]
        ),
        ("command = [\"/bin\"]", ["main.toml:4:12: \"command\": can't run \"/bin\": it is a folder"]),
        (
            "command = [\"/etc/passwd\"]",
            ["main.toml:4:12: \"command\": can't run \"/etc/passwd\": it is not executable"]
        ),
        (
            "command = [\"/bin/true\", \"a\\u0000b\"]",
            ["main.toml:4:25: \"command\": \"a\\u0000b\" holds a zero byte"]
        ),
        (
            good + "environment = { A = 1, \"B=C\" = \"x\", PROTO = \"x\", NOTIFY_SOCKET = \"x\" }",
            [
                "main.toml:5:21: \"environment.A\" must be a string, not an integer",
                "main.toml:5:24: \"environment\": \"B=C\" is no name of a variable: letters, digits and _, no digit first",
                "main.toml:5:37: \"environment\": PROTO is set by the daemon for each connection",
                "main.toml:5:50: \"environment\": NOTIFY_SOCKET is the supervisor's to set",
            ]
        ),
        (
            good + "environment = { A = \"\\u0000\" }",
            ["main.toml:5:21: \"environment\": the value of A holds a zero byte"]
        ),
        (good + "environment = \"A=B\"", ["main.toml:5:15: \"environment\" must be a table of strings, not a string"]),
        (good + "environment.A = \"\"\nenvironment.B = \"two words\"", []),
        (
            good + "pass-environment = [\"HOME\", \"WATCHDOG_USEC\", \"\"]",
            [
                "main.toml:5:29: \"pass-environment\": WATCHDOG_USEC is the supervisor's to set",
                "main.toml:5:46: \"pass-environment\": \"\" is no name of a variable: letters, digits and _, no digit first",
            ]
        ),
        (good + "timeouts.total = \"0s\"", ["main.toml:5:18: \"timeouts.total\" must be 1ms to 365d, not 0s"]),
        (good + "timeouts = { total = \"5s\" }", []),
    ]

    @Test("what is wrong is told at its place", arguments: table)
    func keys(lines: String, expected: [String]) throws {
        #expect(try errors(in: "\(Self.head)\(lines)\n") == expected)
    }

    @Test("a script whose interpreter is missing is refused at its place")
    func interpreter() throws {
        let folder = try ConfigurationFolder()
        let script = "\(folder.path)/script"
        try folder.write(Array("#!/no/such/interpreter\n".utf8), to: "script")
        #expect(chmod(script, 0o755) == 0)
        try folder.write(Array("\(Self.head)command = [\"\(script)\"]\n".utf8), to: "main.toml")
        let errors = folder.errors()
        #expect(errors.count == 1 && errors.first?.hasPrefix("main.toml:4:12: \"command\": can't run ") == true)
        let reason = ": its interpreter \"/no/such/interpreter\": No such file or directory"
        #expect(errors.first?.hasSuffix(reason) == true)
    }

    @Test(
        "no other handler uses them",
        arguments: [
            "command = [\"/bin/true\"]", "environment = {}", "pass-environment = [\"A\"]", "timeouts.total = \"1s\"",
        ])
    func others(line: String) throws {
        let found = try errors(in: "[service.a]\nlisten = \"*:7\"\nhandler = \"echo\"\n\(line)\n")
        #expect(found.count == 1 && found.first?.hasSuffix("is not used by handler \"echo\"") == true)
    }
}
