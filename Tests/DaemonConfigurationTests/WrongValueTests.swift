import Testing

@testable import DaemonConfiguration

@Suite("A wrong value is an error at its place, in words that say what is right")
struct WrongValueTests {
    static let types: [(String, String)] = [
        ("backlog = \"x\"", "main.toml:4:11: \"backlog\" must be an integer, not a string"),
        ("backlog = 1.5", "main.toml:4:11: \"backlog\" must be an integer, not a float"),
        ("backlog = 1979-05-27", "main.toml:4:11: \"backlog\" must be an integer, not a date or time"),
        ("backlog = []", "main.toml:4:11: \"backlog\" must be an integer, not an array"),
        ("socket.nodelay = 1", "main.toml:4:18: \"socket.nodelay\" must be a boolean, not an integer"),
        ("socket = true", "main.toml:4:10: \"socket\" must be a table, not a boolean"),
        ("workers = 4", "main.toml:4:11: \"workers\" must be a table, not an integer"),
        ("user = 1000", "main.toml:4:8: \"user\" must be a string, not an integer"),
        ("accounting = false", "main.toml:4:14: \"accounting\" must be a string, not a boolean"),
        (
            "workers.start-timeout = true",
            "main.toml:4:25: \"workers.start-timeout\" must be a time such as \"30s\", not a boolean"
        ),
        ("[daemon]\nlog-level = 3", "main.toml:5:13: \"log-level\" must be a string, not an integer"),
        ("[[daemon]]", "main.toml:4:1: \"daemon\" must be a table, not an array"),
    ]

    static let values: [(String, String)] = [
        ("backlog = 0", "main.toml:4:11: \"backlog\" must be 1 to 65535, not 0"),
        ("backlog = 65536", "main.toml:4:11: \"backlog\" must be 1 to 65535, not 65536"),
        ("backlog = -1", "main.toml:4:11: \"backlog\" must be 1 to 65535, not -1"),
        (
            "backlog = 9223372036854775807",
            "main.toml:4:11: \"backlog\" must be 1 to 65535, not 9223372036854775807"
        ),
        (
            "backlog = 9223372036854775808",
            "main.toml:4:30: syntax error in decimal integer: '9223372036854775808' is not representable in 64 bits"
        ),
        ("workers.min = -1", "main.toml:4:15: \"workers.min\" must be 0 to 32768, not -1"),
        ("workers.max = 0", "main.toml:4:15: \"workers.max\" must be 1 to 32768, not 0"),
        ("workers.max = 32769", "main.toml:4:15: \"workers.max\" must be 1 to 32768, not 32769"),
        ("workers.spare = -5", "main.toml:4:17: \"workers.spare\" must be 0 to 32768, not -5"),
        ("user = \"\"", "main.toml:4:8: \"user\" must be the name or number of an account, not \"\""),
        (
            "group = \"a\\u0000b\"",
            "main.toml:4:9: \"group\" must be the name or number of an account, not \"a\\u0000b\""
        ),
    ]

    @Test("of another type", arguments: types)
    func wrongType(line: String, expected: String) throws {
        #expect(try errors(in: echo(line)) == [expected])
    }

    @Test("out of range", arguments: values)
    func wrongValue(line: String, expected: String) throws {
        #expect(try errors(in: echo(line)) == [expected])
    }

    static let modes: [(String, String)] = [
        (
            "660",
            "main.toml:4:15: \"socket.mode\" must be a string, because the number would not be octal; write \"0660\""
        ),
        (
            "0o660",
            "main.toml:4:15: \"socket.mode\" must be a string, because the number would not be octal; write \"0660\""
        ),
        ("\"0888\"", "main.toml:4:15: \"socket.mode\" must be octal digits from \"0000\" to \"0777\", not \"0888\""),
        ("\"1777\"", "main.toml:4:15: \"socket.mode\" must be octal digits from \"0000\" to \"0777\", not \"1777\""),
        ("\"rw\"", "main.toml:4:15: \"socket.mode\" must be octal digits from \"0000\" to \"0777\", not \"rw\""),
        (
            "true",
            "main.toml:4:15: \"socket.mode\" must be a string of octal digits such as \"0660\", not a boolean"
        ),
    ]

    @Test("a mode is octal digits in a string", arguments: modes)
    func mode(value: String, expected: String) throws {
        let text = "[service.a]\nlisten = \"unix:/run/a\"\nhandler = \"echo\"\nsocket.mode = \(value)\n"
        #expect(try errors(in: text) == [expected])
    }

    static let names = ["1a", "", "a b", "-a", "_a", "ä", "a.b", String(repeating: "a", count: 64)]

    @Test("a service is named by letters, digits, - and _", arguments: names)
    func serviceName(name: String) throws {
        let found = try errors(in: "[service.\"\(name)\"]\nlisten = \"*:7\"\nhandler = \"echo\"\n")
        let quoted = name.count > 60 ? String(repeating: "a", count: 60) + "…" : name
        #expect(
            found == [
                "main.toml:1:10: \"\(quoted)\" is no name of a service: 1 to 63 letters, digits, - and _, a letter first"
            ])
    }

    @Test(
        "names of the longest and shortest kind are good", arguments: ["a", String(repeating: "Z", count: 63), "a-_9"])
    func goodName(name: String) throws {
        #expect(try service(in: "[service.\(name)]\nlisten = \"*:7\"\nhandler = \"echo\"\n").name == name)
    }

    @Test("a key that stands beside the services is told where it belongs")
    func loose() throws {
        #expect(
            try errors(in: "[service]\nlisten = \"*:7\"\n") == [
                "main.toml:1:1: no service is defined; add a [service.NAME]",
                "main.toml:2:1: \"listen\" is not in a service; it belongs below a [service.NAME]",
            ])
        #expect(
            try errors(in: "service = 1\n").last == "main.toml:1:11: \"service\" must be a table, not an integer")
    }
}
