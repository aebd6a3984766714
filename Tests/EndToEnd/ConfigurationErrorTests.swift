import LinuxSystem
import TestSupport
import Testing

@Suite("A wrong configuration")
struct ConfigurationErrorTests {
    @Test("is told with its line and column, and exit status 78", arguments: Mistake.all)
    func place(mistake: Mistake) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("preforkd.toml", bytes: mistake.contents)
        for outcome in try [Program.preforkd("--config", file), Program.preforkd("--config", file, "--check")] {
            #expect(outcome.status == .exited(78), "\(outcome)")
            #expect(outcome.output == "")
            #expect(outcome.errorLines.count == 1, "\(outcome)")
            let line = try #require(outcome.errorLines.first)
            #expect(line.hasPrefix("\(file):\(mistake.place): "))
            #expect(line.contains(mistake.words), "\(line)")
        }
    }

    @Test("is told in full: every mistake of every file in one run, in their order")
    func all() throws {
        let folder = try TemporaryFolder()
        let main = try folder.write(
            "preforkd.toml",
            """
            [daemon]
            log-level = "loud"
            drain-timout = "1s"
            [service.a]
            listen = "127.0.0.1:0"
            handler = "greting"
            """)
        let other = try folder.write(
            "conf.d/10-more.toml",
            """
            [service.a]
            listen = "127.0.0.1:0"
            handler = "echo"
            [service.b]
            handler = "echo"
            """)
        let outcome = try Program.preforkd("--config", main)
        #expect(outcome.status == .exited(78))
        #expect(
            outcome.errorLines.map { String($0.split(separator: " ", maxSplits: 1)[0]) } == [
                "\(main):2:13:", "\(main):3:1:", "\(main):6:11:", "\(other):1:10:", "\(other):4:10:",
            ], "\(outcome)")
        #expect(outcome.error.contains("did you mean \"drain-timeout\"?"))
        #expect(outcome.error.contains("service \"a\" is already defined at \(main):4:10"))
    }

    @Test("binds nothing, though another service of the file is right")
    func nothingBound() throws {
        let folder = try TemporaryFolder()
        let socket = folder.path("right.sock")
        let file = try folder.write(
            "preforkd.toml",
            """
            [service.right]
            listen = "unix:\(socket)"
            handler = "echo"
            [service.wrong]
            listen = "unix:\(socket).2"
            handler = "ecko"
            """)
        #expect(try Program.preforkd("--config", file).status == .exited(78))
        #expect(!FileContents.exists(socket))
    }

    @Test("that is not there at all is fatal when it was named")
    func missing() throws {
        let file = try TemporaryFolder().path("absent.toml")
        let outcome = try Program.preforkd("--config", file)
        #expect(outcome.status == .exited(78))
        #expect(outcome.errorLines == ["\(file):1:1: cannot be read: No such file or directory"])
    }

    @Test("that is a folder is no file")
    func folder() throws {
        let folder = try TemporaryFolder()
        let outcome = try Program.preforkd("--config", folder.path, "--check")
        #expect(outcome.status == .exited(78))
        #expect(outcome.errorLines == ["\(folder.path):1:1: is a directory, not a file"])
    }
}

/// A file that is wrong in one way, and how preforkd is to say so.
struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let contents: [UInt8]
    /// Line and column.
    let place: String
    let words: String

    private init(_ name: String, _ text: String, _ place: String, _ words: String) {
        self.init(name, Array(text.utf8), place, words)
    }

    private init(_ name: String, _ contents: [UInt8], _ place: String, _ words: String) {
        testDescription = name
        self.contents = contents
        self.place = place
        self.words = words
    }

    private static func inService(_ name: String, _ line: String, _ place: String, _ words: String) -> Mistake {
        let head = "[service.a]\nlisten = \"127.0.0.1:0\"\nhandler = \"echo\"\n"
        return Mistake(name, head + line, place, words)
    }

    static let all: [Mistake] = [
        .inService("unknown key", "acounting = \"all\"", "4:1", "did you mean \"accounting\"?"),
        .inService("unknown section", "[deamon]", "4:2", "did you mean \"daemon\"?"),
        .inService("wrong type", "workers = { min = \"two\" }", "4:19", "must be an integer, not a string"),
        .inService("out of range", "backlog = 0", "4:11", "must be 1 to 65535, not 0"),
        .inService("duplicate key", "handler = \"echo\"", "4:1", "handler"),
        .inService("duplicate service", "[service.a]", "4:10", "already defined at"),
        .inService("a key that the handler does not use", "message = \"hi\"", "4:1", "not used by handler \"echo\""),
        .inService("a key that is not built yet", "timeouts = { idle = \"1s\" }", "4:14", "unknown key"),
        Mistake(
            "unknown handler", "[service.a]\nlisten = \"127.0.0.1:0\"\nhandler = \"ecko\"", "3:11",
            "did you mean \"echo\"?"),
        Mistake("syntax error", "[service.a\nlisten = 1", "1:11", "syntax error"),
        Mistake("not UTF-8", Array("# gr".utf8) + [0xFC] + Array("n\n".utf8), "1:5", "not UTF-8"),
        Mistake("empty file", "", "1:1", "no service is defined"),
        Mistake("10 MB of noise", noise, "1:1", "is larger than"),
    ]

    private static let noise: [UInt8] = {
        var state: UInt64 = 11
        return (0..<10_000_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }()
}
