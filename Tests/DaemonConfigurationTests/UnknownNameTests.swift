import Testing

@testable import DaemonConfiguration

@Suite("A name that is not known is an error at its place, with the name that was meant")
struct UnknownNameTests {
    static let table: [(String, [String])] = [
        (echo("bakclog = 5"), ["main.toml:4:1: unknown key \"bakclog\" in [service.a]; did you mean \"backlog\"?"]),
        (echo("backlogg = 5"), ["main.toml:4:1: unknown key \"backlogg\" in [service.a]; did you mean \"backlog\"?"]),
        (echo("Backlog = 5"), ["main.toml:4:1: unknown key \"Backlog\" in [service.a]; did you mean \"backlog\"?"]),
        (
            echo("worker = { min = 1 }"),
            ["main.toml:4:1: unknown key \"worker\" in [service.a]; did you mean \"workers\"?"]
        ),
        (echo("quarks = 1"), ["main.toml:4:1: unknown key \"quarks\" in [service.a]"]),
        (
            echo("workers = { mni = 1 }"),
            ["main.toml:4:13: unknown key \"mni\" in [service.a.workers]; did you mean \"min\"?"]
        ),
        (
            echo("workers.start_timeout = \"1s\""),
            [
                "main.toml:4:9: unknown key \"start_timeout\" in [service.a.workers]; did you mean \"start-timeout\"?"
            ]
        ),
        (
            echo("[service.a.socket]\nno-delay = true"),
            ["main.toml:5:1: unknown key \"no-delay\" in [service.a.socket]; did you mean \"nodelay\"?"]
        ),
        (
            echo("[daemon]\nloglevel = \"info\""),
            ["main.toml:5:1: unknown key \"loglevel\" in [daemon]; did you mean \"log-level\"?"]
        ),
        (echo("[deamon]"), ["main.toml:4:2: unknown section [deamon]; did you mean \"daemon\"?"]),
        (echo("[services.x]"), ["main.toml:4:2: unknown section [services]; did you mean \"service\"?"]),
        (echo("[\"\\u001b[31m\"]"), ["main.toml:4:2: unknown section [\"\\u001B[31m\"]"]),
        ("backlog = 1\n" + echo(""), ["main.toml:1:1: unknown key \"backlog\" outside of a section"]),
        (
            echo("\"workers.min\" = 1"),
            ["main.toml:4:1: unknown key \"workers.min\" in [service.a]; did you mean \"workers\"?"]
        ),
        (echo("\"\" = 1"), ["main.toml:4:1: unknown key \"\" in [service.a]"]),
        (echo("workers.\"\" = 1"), ["main.toml:4:9: unknown key \"\" in [service.a.workers]"]),
        (
            "[service.a]\nlisten = \"*:7\"\nhandler = \"ecko\"",
            ["main.toml:3:11: unknown handler \"ecko\"; did you mean \"echo\"?"]
        ),
        (
            "[service.a]\nlisten = \"*:7\"\nhandler = \"web\"",
            [
                "main.toml:3:11: unknown handler \"web\"; "
                    + "it is one of greeting, echo, discard, chargen, daytime, time, qotd, metrics, "
                    + "status, program, acceptor"
            ]
        ),
        (echo("accounting = \"al\""), ["main.toml:4:14: unknown accounting \"al\"; did you mean \"all\"?"]),
        (
            "[daemon]\nlog-level = \"warn\"\n" + echo(""),
            ["main.toml:2:13: unknown log level \"warn\"; did you mean \"warning\"?"]
        ),
        (
            "[daemon]\nlog-level = \"INFO\"\n" + echo(""),
            ["main.toml:2:13: unknown log level \"INFO\"; did you mean \"info\"?"]
        ),
    ]

    @Test("a name that is near is suggested, a far one is not", arguments: table)
    func unknown(text: String, expected: [String]) throws {
        #expect(try errors(in: text) == expected)
    }

    @Test(
        "what is planned and not built is unknown",
        arguments: [
            "timeouts = { idle = \"1s\" }", "access = { allow = [] }", "socket.defer-accept = true",
        ])
    func notBuilt(line: String) throws {
        let found = try errors(in: echo(line))
        #expect(found.count == 1)
        #expect(found.first?.contains(": unknown key \"") == true)
    }

    @Test("a long or strange name is cut and spelled out")
    func quoting() throws {
        let long = String(repeating: "k", count: 5000)
        let expected = "main.toml:4:1: unknown key \"\(String(repeating: "k", count: 60))…\" in [service.a]"
        #expect(try errors(in: echo("\(long) = 1")) == [expected])
        #expect(
            try errors(in: echo("\"a\\nb\\u202e\\\"\" = 1"))
                == ["main.toml:4:1: unknown key \"a\\nb\\u202E\\\"\" in [service.a]"])
    }
}
