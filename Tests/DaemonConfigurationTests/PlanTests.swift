import PoolPolicy
import Prefork
import Testing

@testable import DaemonConfiguration

@Suite("A right file becomes a plan")
struct PlanTests {
    @Test("every key reaches its place in the plan")
    func everyKey() throws {
        let folder = try ConfigurationFolder(
            """
            [daemon]
            log-level = "debug"
            drain-timeout = "2min"

            [service.smile]
            listen = ["127.0.0.1:7890", "[::1]:7890", "unix:/run/smile.sock", "unix:@smile", "systemd:web", "*:79"]
            backlog = 17
            socket = { mode = "0640", owner = "root", group = "1000", nodelay = true, keepalive = true }
            handler = "greeting"
            message = "Grüß Gott\\n"
            user = "nobody"
            group = "nogroup"
            accounting = "all"
            [service.smile.workers]
            min = 1
            max = 9
            spare = 3
            start-timeout = "1500ms"
            idle-timeout = "1h"
            max-connections = 1000
            max-age = "2d"
            max-memory = "64M"
            max-unavailable = "25%"
            wake = "fifo"
            """)
        let plan = try folder.load().plan
        #expect(plan.logLevel == .debug)
        #expect(plan.drainTimeout == .seconds(120))
        #expect(plan.sources == ["\(folder.path)/main.toml"])
        let service = ServicePlan(
            name: "smile",
            listen: [
                .host("127.0.0.1", port: 7890), .host("::1", port: 7890), .unixPath("/run/smile.sock"),
                .unixAbstract("smile"), .systemd("web"), .any(port: 79),
            ],
            options: ListenerOptions(
                backlog: 17, noDelay: true, keepAlive: true, mode: 0o640, owner: "root", group: "1000"),
            handler: .greeting(message: "Grüß Gott\n"),
            workers: WorkerPlan(
                PoolLimits(min: 1, max: 9, spare: 3, startTimeout: .milliseconds(1500), idleTimeout: .seconds(3600)),
                recycling: Recycling(maxConnections: 1000, maxAge: .seconds(172_800), maxMemory: 64 << 20),
                maxUnavailable: .percent(25), wake: .fifo),
            identity: IdentityPlan(user: "nobody", group: "nogroup"), accounting: .all,
            place: Place(file: "\(folder.path)/main.toml", line: 5, column: 10))
        #expect(plan.services == [service])
    }

    @Test("a bound of 0 connections is none")
    func unboundedConnections() throws {
        let service = try service(
            in: "[service.a]\nlisten = \"*:7\"\nhandler = \"echo\"\nworkers.max-connections = 0\n")
        #expect(service.workers.recycling == .never)
        #expect(service.workers.recycling.maxConnections == nil)
    }

    @Test("a service with only the required keys has every default")
    func defaults() throws {
        let service = try service(in: "[service.a]\nlisten = \"*:7\"\nhandler = \"echo\"\n")
        #expect(service.listen == [.any(port: 7)])
        #expect(service.options == ListenerOptions())
        #expect(service.workers == WorkerPlan())
        #expect(service.workers.limits(max: 64) == PoolLimits())
        #expect(service.workers.recycling == .never)
        #expect(service.workers.wake == .lifo)
        #expect(service.accounting == .errors)
        #expect(service.identity.user == nil)
        #expect(service.identity.group == nil)
    }

    @Test("each handler is known", arguments: HandlerName.allCases)
    func handlers(name: HandlerName) throws {
        let needs =
            switch name {
            case .greeting: "message = \"hi\""
            case .qotd: "quotes = [\"a\", \"b\"]"
            case .program, .acceptor: "command = [\"/bin/true\"]"
            default: ""
            }
        let service = try service(in: "[service.a]\nlisten = \"*:7\"\nhandler = \"\(name.rawValue)\"\n\(needs)\n")
        #expect(service.handler.name == name)
        #expect(service.handler.message == (name == .greeting ? "hi" : nil))
        #expect(service.handler.quotes == (name == .qotd ? ["a", "b"] : nil))
    }

    @Test("a handler may be written after the keys that belong to it")
    func anyOrder() throws {
        let service = try service(in: "[service.a]\nmessage = \"hi\"\nhandler = \"greeting\"\nlisten = \"*:7\"\n")
        #expect(service.handler == .greeting(message: "hi"))
    }

    @Test("dotted keys, inline tables and sections of their own mean the same")
    func spellings() throws {
        let inline = try service(in: echo("workers = { min = 2, max = 3 }"))
        var dotted = try service(in: echo("workers.min = 2\nworkers.max = 3"))
        var section = try service(in: echo("[service.a.workers]\nmin = 2\nmax = 3"))
        dotted.place = inline.place
        section.place = inline.place
        #expect(dotted == inline)
        #expect(section == inline)
    }

    @Test("services keep the order in which they were written")
    func order() throws {
        let names = ["zeta", "alpha", "mid-1", "B_2"]
        let text = names.enumerated().map { "[service.\($1)]\nlisten = \"*:\($0 + 1)\"\nhandler = \"echo\"\n" }
        let folder = try ConfigurationFolder(text.joined())
        #expect(try folder.load().plan.services.map(\.name) == names)
    }

    @Test("a byte order mark, CRLF and a comment in any language are no mistake")
    func texts() throws {
        let folder = try ConfigurationFolder(
            "\u{FEFF}# Grüße, 挨拶\r\n[service.a]\r\nlisten = \"*:7\"\r\nhandler = \"echo\"\r\n")
        let service = try #require(try folder.load().plan.services.first)
        #expect(service.place.line == 2)
        #expect(service.place.column == 10)
    }

    @Test("the built-in default greets on the loopback addresses and records every connection")
    func builtIn() throws {
        let plan = LoadedPlan.builtIn.plan
        #expect(plan == .builtIn)
        #expect(plan.sources.isEmpty)
        let service = try #require(plan.services.first)
        #expect(plan.services.count == 1)
        #expect(service.name == "smile")
        #expect(service.listen.map(\.description) == ["127.0.0.1:7890", "[::1]:7890"])
        #expect(service.handler == .greeting(message: "Smile from the server\n"))
        #expect(service.accounting == .all)
        #expect(service.place.file == nil)
    }
}
