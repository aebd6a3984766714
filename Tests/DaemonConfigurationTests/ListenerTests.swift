import Testing

@testable import DaemonConfiguration

@Suite("Listeners")
struct ListenerTests {
    static let wrong: [(String, [String])] = [
        ("[]", ["main.toml:3:10: \"listen\" must not be empty"]),
        ("7", ["main.toml:3:10: \"listen\" must be a string or an array of strings, not an integer"]),
        (
            "[\"*:1\", 7, \"x\"]",
            [
                "main.toml:3:18: \"listen\" must be a string or an array of strings, not an integer",
                "main.toml:3:21: \"listen\": \"x\" is no address: "
                    + "expected HOST:PORT, [V6]:PORT, *:PORT, unix:/PATH, unix:@NAME or systemd:NAME",
            ]
        ),
        ("\"*:70000\"", ["main.toml:3:10: \"listen\": \"*:70000\" is no address: \"70000\" is not a port: 0 to 65535"]),
        (
            "\"::1:80\"",
            ["main.toml:3:10: \"listen\": \"::1:80\" is no address: an IPv6 address is written in brackets: [::1]:80"]
        ),
        (
            "\"unix:/a\\u0000b\"",
            ["main.toml:3:10: \"listen\": \"unix:/a\\u0000b\" is no address: it holds a control character"]
        ),
    ]

    @Test("a wrong address is told at its own place, and each of them", arguments: wrong)
    func wrongAddress(value: String, expected: [String]) throws {
        #expect(try errors(in: "[service.a]\nhandler = \"echo\"\nlisten = \(value)\n") == expected)
    }

    @Test("an address without end is not repeated")
    func longAddress() throws {
        let found = try errors(
            in: "[service.a]\nhandler = \"echo\"\nlisten = \"[\(String(repeating: "x", count: 9000))]:80\"\n")
        #expect(found == ["main.toml:3:10: \"listen\": \"[\(String(repeating: "x", count: 59))…\" is no address"])
    }

    @Test("the same address twice is an error that names the first place, in one service and in two")
    func twice() throws {
        let folder = try ConfigurationFolder(
            """
            [service.a]
            listen = ["*:7", "[::1]:80", "unix:/run/a",
                      "*:7"]
            handler = "echo"
            [service.b]
            listen = "[0:0:0:0:0:0:0:1]:80"
            handler = "echo"
            """, confD: ["x.toml": "[service.c]\nlisten = \"unix:/run/a\"\nhandler = \"echo\"\n"])
        #expect(
            folder.errors() == [
                "main.toml:3:11: \"*:7\" is already listened on: main.toml:2:11",
                "main.toml:6:10: \"[0:0:0:0:0:0:0:1]:80\" is already listened on: main.toml:2:18",
                "conf.d/x.toml:2:10: \"unix:/run/a\" is already listened on: main.toml:2:30",
            ])
    }

    @Test("port 0 is another port each time")
    func portZero() throws {
        #expect(
            try errors(
                in: "[service.a]\nlisten = [\"127.0.0.1:0\", \"127.0.0.1:0\", \"*:0\", \"*:0\"]\nhandler = \"echo\"\n"
            ).isEmpty)
    }

    static let options: [(String, String, String?)] = [
        ("unix:/run/a", "mode = \"0660\"", nil),
        ("unix:/run/a", "owner = \"root\"", nil),
        (
            "unix:/run/a", "nodelay = true",
            "\"socket.nodelay\" is not for a UNIX listener, and this service has no other"
        ),
        (
            "unix:@a", "keepalive = true",
            "\"socket.keepalive\" is not for a UNIX listener, and this service has no other"
        ),
        (
            "unix:@a", "mode = \"0660\"",
            "\"socket.mode\" is only for a unix:/PATH listener, and this service has none"
        ),
        ("*:7", "owner = \"root\"", "\"socket.owner\" is only for a unix:/PATH listener, and this service has none"),
        (
            "systemd:a", "group = \"root\"",
            "\"socket.group\" is only for a unix:/PATH listener, and this service has none"
        ),
        ("systemd:a", "nodelay = true", nil),
        ("*:7", "keepalive = true", nil),
        ("localhost:7\", \"unix:/run/a", "mode = \"0660\", nodelay = true", nil),
    ]

    @Test("an option that no listener of the service could use is an error", arguments: options)
    func option(listen: String, option: String, expected: String?) throws {
        let found = try errors(
            in: "[service.a]\nlisten = [\"\(listen)\"]\nhandler = \"echo\"\nsocket = { \(option) }\n")
        #expect(found == (expected.map { ["main.toml:4:12: \($0)"] } ?? []))
    }

    @Test(
        "a queue's length is for a listener that the daemon makes",
        arguments: [
            ("systemd:a", true), ("systemd:a\", \"systemd:b", true), ("systemd:a\", \"*:7", false), ("unix:@a", false),
        ])
    func backlog(listen: String, isWrong: Bool) throws {
        let found = try errors(in: "[service.a]\nlisten = [\"\(listen)\"]\nhandler = \"echo\"\nbacklog = 5\n")
        let expected = "main.toml:4:1: \"backlog\" is not for a systemd:NAME listener, and this service has no other"
        #expect(found == (isWrong ? [expected] : []))
    }

    @Test("options are not judged by an address that is wrong itself")
    func wrongAddressAndOption() throws {
        let found = try errors(in: "[service.a]\nlisten = \"x\"\nhandler = \"echo\"\nsocket.mode = \"0660\"\n")
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("main.toml:2:10: ") == true)
    }
}
