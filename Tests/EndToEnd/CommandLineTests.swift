import LinuxSystem
import TestSupport
import Testing

@Suite("The command line of preforkd", .daemonLogs)
struct CommandLineTests {
    private static let configuration = """
        [daemon]
        drain-timeout = "1500ms"
        [service.smile]
        listen = ["127.0.0.1:0", "unix:@preforkd-check"]
        handler = "greeting"
        message = "Grüße\\n\\t\\"du\\""
        [service.quote]
        listen = "*:0"
        handler = "qotd"
        quotes = ["one", "two"]
        workers = { min = 1, max = 3, idle-timeout = "90s" }
        """

    @Test("--check says that the file is right, and binds nothing")
    func check() throws {
        let folder = try TemporaryFolder()
        let socket = folder.path("a.sock")
        let file = try folder.write(
            "preforkd.toml", "[service.a]\nlisten = \"unix:\(socket)\"\nhandler = \"echo\"\n")
        let outcome = try Program.preforkd("--config", file, "--check")
        #expect(outcome.status == .exited(0))
        #expect(outcome.output == "\(file): ok\n")
        #expect(outcome.error == "")
        #expect(!FileContents.exists(socket))
    }

    @Test("what --print-config prints is a configuration itself, and stands for the same values")
    func printedConfiguration() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("preforkd.toml", Self.configuration)
        let first = try Program.preforkd("--config", file, "--print-config")
        #expect(first.status == .exited(0), "\(first)")
        let printed = try folder.write("printed.toml", first.output)
        #expect(try Program.preforkd("--config", printed, "--check").output == "\(printed): ok\n")
        let second = try Program.preforkd("--config", printed, "--print-config")
        #expect(Self.values(second.output) == Self.values(first.output))
        #expect(Self.values(first.output).contains("drain-timeout = \"1500ms\""))
        #expect(first.output.contains("drain-timeout = \"1500ms\"  # \(file):2:1\n"))
        #expect(first.output.contains("backlog = 4096  # default\n"))
    }

    /// Lines without the remark that says where each comes from.
    private static func values(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in
            line.firstRange(of: "  # ").map { String(line[..<$0.lowerBound]) } ?? String(line)
        }
    }

    @Test(
        "wrong usage is status 64 and a word about the right one",
        arguments: [["--nonsense"], ["--log-level", "loud"], ["extra"], ["--config"]])
    func wrongUsage(arguments: [String]) throws {
        let outcome = try Program.run(Launch(program: Program.preforkd, arguments: arguments))
        #expect(outcome.status == .exited(64), "\(outcome)")
        #expect(outcome.output == "")
        #expect(outcome.error.contains("Usage: preforkd"))
    }

    @Test("--version and --help answer on standard output and succeed")
    func information() throws {
        let version = try Program.preforkd("--version")
        #expect(version.status == .exited(0))
        #expect(version.output.wholeMatch(of: /preforkd \d+\.\d+\.\d+\n/) != nil, "\(version)")
        let help = try Program.preforkd("--help")
        #expect(help.status == .exited(0))
        for option in ["--config", "--check", "--print-config", "--log-level", "--version"] {
            #expect(help.output.contains(option))
        }
        #expect(version.error + help.error == "")
    }

    @Test("--log-level wins over the file's")
    func logLevel() throws {
        var setup = DaemonSetup(
            """
            [daemon]
            log-level = "error"
            [service.a]
            listen = "127.0.0.1:0"
            handler = "echo"
            """)
        setup.arguments = ["--log-level", "debug"]
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "spawned")
    }
}
