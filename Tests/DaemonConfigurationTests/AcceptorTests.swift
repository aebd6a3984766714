import PoolPolicy
import Prefork
import Testing

@testable import DaemonConfiguration

@Suite("A program that accepts by itself")
struct AcceptorTests {
    private static let head = "[service.a]\nlisten = \"*:7\"\nhandler = \"acceptor\"\ncommand = [\"/bin/true\"]\n"

    private static let unseen = "is not used by handler \"acceptor\", which accepts by itself"

    static let table: [(String, [String])] = [
        ("", []),
        ("ready = \"notify\"", []),
        ("ready = \"exec\"\nenvironment.A = \"b\"\npass-environment = [\"HOME\"]", []),
        ("ready = \"exce\"", ["main.toml:5:9: unknown readiness \"exce\"; did you mean \"exec\"?"]),
        ("ready = true", ["main.toml:5:9: \"ready\" must be a string, not a boolean"]),
        (
            "timeouts.total = \"1s\"",
            ["main.toml:5:10: \"timeouts.total\" is not used by handler \"acceptor\""]
        ),
        ("message = \"x\"", ["main.toml:5:1: \"message\" is not used by handler \"acceptor\""]),
        ("accounting = \"all\"", ["main.toml:5:1: \"accounting\" \(unseen)"]),
        ("workers.spare = 1", ["main.toml:5:9: \"workers.spare\" \(unseen)"]),
        ("workers.idle-timeout = \"1s\"", ["main.toml:5:9: \"workers.idle-timeout\" \(unseen)"]),
        ("workers.max-connections = 1", ["main.toml:5:9: \"workers.max-connections\" \(unseen)"]),
        ("workers.max-memory = \"1M\"", ["main.toml:5:9: \"workers.max-memory\" \(unseen)"]),
        ("workers.wake = \"fifo\"", ["main.toml:5:9: \"workers.wake\" \(unseen)"]),
        (
            "workers.scheduling = \"other\"",
            ["main.toml:5:9: \"workers.scheduling\" is not used by handler \"acceptor\""]
        ),
        ("workers = { start-timeout = \"1s\", max-age = \"1h\", max-unavailable = 2 }", []),
        ("workers = { min = 3, max = 3 }", []),
        (
            "workers.min = 32768",
            [
                "main.toml:5:9: with those that replace others there would be 39322 workers, "
                    + "and at most 32768 are possible"
            ]
        ),
        (
            "workers = { min = 3, max = 5 }",
            ["main.toml:5:22: \"workers.max\" (5) must equal \"workers.min\" (3) with handler \"acceptor\""]
        ),
        (
            "workers.max = \"auto\"",
            ["main.toml:5:9: \"workers.max\" can't be \"auto\" with handler \"acceptor\", which keeps \"workers.min\""]
        ),
        (
            "workers.min = 0",
            [
                "main.toml:5:9: \"workers.min\" must be at least 1 with handler \"acceptor\": nobody would start the first"
            ]
        ),
        (
            "workers = { min = 2, max-unavailable = 3 }",
            ["main.toml:5:22: \"workers.max-unavailable\" (3) is greater than \"workers.min\" (2)"]
        ),
    ]

    @Test("what its daemon can't know or do is refused at its place", arguments: table)
    func keys(lines: String, expected: [String]) throws {
        #expect(try errors(in: "\(Self.head)\(lines)\n") == expected)
    }

    static let sizes: [(String, Int)] = [("", 4), ("min = 9", 9), ("max = 9", 9), ("min = 2, max = 2", 2)]

    @Test("there are always as many, whichever of the two keys says it", arguments: sizes)
    func size(written: String, count: Int) throws {
        let workers = try service(in: Self.head + "workers = { \(written) }\n").workers
        #expect(workers.min == count && workers.max == .workers(count) && workers.spare == 0)
    }

    @Test("its command is one like that of any program")
    func command() throws {
        let text = "[service.a]\nlisten = \"*:7\"\nhandler = \"acceptor\"\n"
        #expect(try errors(in: text) == ["main.toml:1:10: \"command\" is missing in [service.a]"])
        #expect(
            try errors(in: text + "command = [\"/bin\"]\n") == [
                "main.toml:4:12: \"command\": can't run \"/bin\": it is a folder"
            ])
    }

    @Test("no other handler uses ready")
    func others() throws {
        #expect(
            try errors(in: echo("ready = \"exec\"")) == ["main.toml:4:1: \"ready\" is not used by handler \"echo\""])
    }

    @Test("what is printed loads again to the same, without the keys that mean nothing here")
    func printed() throws {
        let text = Self.head + "ready = \"notify\"\nworkers.min = 2\n"
        let printed = try ConfigurationFolder(text).load().printed
        let again = try service(in: printed)
        #expect(again.handler == .acceptor(ProgramPlan(command: ["/bin/true"]), ready: .notify))
        for key in ["spare", "wake", "accounting", "idle-timeout", "timeouts"] { #expect(!printed.contains(key)) }
    }
}
