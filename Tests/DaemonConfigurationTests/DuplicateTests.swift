import Testing

@testable import DaemonConfiguration

@Suite("A thing defined twice names both places")
struct DuplicateTests {
    static let inOneFile: [(String, String)] = [
        ("[service.a]\n[service.b]\n[service.a]", "main.toml:3:10: service \"a\" is already defined at main.toml:1:10"),
        (
            "[service.a]\n  [ service . \"a\" ] # x",
            "main.toml:2:15: service \"a\" is already defined at main.toml:1:10"
        ),
        ("[daemon]\n[service.a]\n[daemon]", "main.toml:3:2: [daemon] is already defined at main.toml:1:2"),
        (
            "[service.a]\nworkers = { min = 1 }\n[service.a.workers]",
            "main.toml:3:12: [service.a.workers] is already defined at main.toml:2:1"
        ),
        ("[service.a]\nbacklog = 1\n\n  backlog = 2", "main.toml:4:3: \"backlog\" is already defined at main.toml:2:1"),
        (
            "[service.a]\n\"backlog\" = 1\nbacklog=\"ä\"",
            "main.toml:3:1: \"backlog\" is already defined at main.toml:2:1"
        ),
        (
            "[service.b]\nbacklog = 1\n[service.a]\nworkers.min = 1\nworkers.max = 1\nworkers.min = 2",
            "main.toml:6:9: \"workers.min\" is already defined at main.toml:4:9"
        ),
        (
            "[service.a]\nworkers = { min = 1, max = 3, min = 2 }",
            "main.toml:2:31: \"min\" is already defined at main.toml:2:13"
        ),
        ("[service.a]\nworkers = 1\nworkers.min = 2", "main.toml:3:1: \"workers\" is already defined at main.toml:2:1"),
        (
            "[service.a]\nworkers = { min = 1 }\nworkers.max = 2",
            "main.toml:3:1: \"workers\" is already defined at main.toml:2:1"
        ),
        ("service = 1\n[service.a]", "main.toml:2:2: \"service\" is already defined at main.toml:1:1"),
        ("[[x]]\na = 1\n[[x]]\nb = 1\nb = 2", "main.toml:5:1: \"b\" is already defined at main.toml:4:1"),
        ("[service.a]\n[service.a]\r\n", "main.toml:2:10: service \"a\" is already defined at main.toml:1:10"),
    ]

    @Test("in one file", arguments: inOneFile)
    func oneFile(text: String, expected: String) throws {
        #expect(try errors(in: text) == [expected])
    }

    @Test("where the first place can't be found, the second is told all the same")
    func insideArray() throws {
        #expect(
            try errors(in: "x = [\n  { a = 1,\n a = 2 }\n]\n").first?.hasPrefix("main.toml:") == true)
        #expect(
            try errors(in: "x = [\n  { a = 1, a = 2 }\n]\n")
                == ["main.toml:2:16: syntax error in key-value pair: cannot redefine existing integer 'a'"])
    }

    @Test("a service in two files")
    func twoFiles() throws {
        let text = "[service.a]\nlisten = \"*:7\"\nhandler = \"echo\"\n"
        let folder = try ConfigurationFolder("\n" + text, confD: ["x.toml": text + "bakclog = 3"])
        #expect(
            folder.errors() == [
                "conf.d/x.toml:1:10: service \"a\" is already defined at main.toml:2:10",
                "conf.d/x.toml:4:1: unknown key \"bakclog\" in [service.a]; did you mean \"backlog\"?",
            ])
    }

    @Test("a key of the daemon in two files, while each other key may stand in either")
    func daemonKey() throws {
        let main = "[daemon]\nlog-level = \"debug\"\n" + echo("")
        let folder = try ConfigurationFolder(
            main, confD: ["x.toml": "[daemon]\ndrain-timeout = \"1s\"\nlog-level = \"debug\"\n"])
        #expect(
            folder.errors() == ["conf.d/x.toml:3:1: \"log-level\" is already defined at main.toml:2:1"])
        try folder.write(Array("[daemon]\ndrain-timeout = \"1s\"\n".utf8), to: "conf.d/x.toml")
        let plan = try folder.load().plan
        #expect(plan.logLevel == .debug)
        #expect(plan.drainTimeout == .seconds(1))
    }
}
