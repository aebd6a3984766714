import Testing

@testable import DaemonConfiguration

@Suite("--print-config")
struct PrintedPlanTests {
    @Test("tells each effective value and where it came from")
    func origins() throws {
        let folder = try ConfigurationFolder(
            "[daemon]\ndrain-timeout = \"90s\"\n",
            confD: [
                "10-hi.toml": """
                [service.hi]
                listen = "127.0.0.1:1"
                handler = "greeting"
                message = "Hi\\n\\"\\u0007"
                workers = { max = 2 }
                user = "nobody"
                """
            ])
        let expected = #"""
            [daemon]
            log-level = "info"  # default
            drain-timeout = "90s"  # main.toml:2:1
            control = "auto"  # default

            [service.hi]  # conf.d/10-hi.toml:1:10
            listen = ["127.0.0.1:1"]  # conf.d/10-hi.toml:2:1
            backlog = 4096  # default
            socket.nodelay = false  # default
            socket.keepalive = false  # default
            handler = "greeting"  # conf.d/10-hi.toml:3:1
            message = "Hi\n\"\u0007"  # conf.d/10-hi.toml:4:1
            workers.min = 2  # default
            workers.max = 2  # conf.d/10-hi.toml:5:13
            workers.spare = 2  # default
            workers.start-timeout = "10s"  # default
            workers.idle-timeout = "1min"  # default
            workers.max-connections = 0  # default
            workers.max-unavailable = "10%"  # default
            workers.wake = "lifo"  # default
            workers.scheduling = "batch"  # default
            user = "nobody"  # conf.d/10-hi.toml:6:1
            accounting = "errors"  # default

            """#
        #expect(folder.relative(try folder.load().printed) == expected)
    }

    @Test("tells a level that the command line says as what it is")
    func commandLine() throws {
        let loaded = try ConfigurationFolder("[daemon]\nlog-level = \"error\"\n" + echo("")).load()
        #expect(loaded.with(logLevel: .debug).printed.contains("\nlog-level = \"debug\"  # command line\n"))
        #expect(LoadedPlan.builtIn.with(logLevel: .debug).printed.contains("\nlog-level = \"debug\"  # command line\n"))
    }

    @Test("says of the built-in default that it is that")
    func builtIn() {
        let lines = LoadedPlan.builtIn.printed.split(separator: "\n").map(String.init)
        #expect(lines.contains("[service.smile]  # built-in"))
        #expect(lines.contains("listen = [\"127.0.0.1:7890\", \"[::1]:7890\"]  # built-in"))
        #expect(lines.contains("message = \"Smile from the server\\n\"  # built-in"))
        #expect(lines.contains("accounting = \"all\"  # built-in"))
        #expect(lines.contains("backlog = 4096  # default"))
    }

    static let files = [
        echo(""),
        "[service.a]\nlisten = [\"unix:/run/a\", \"unix:@b\"]\nhandler = \"qotd\"\nsocket = { mode = \"0007\", owner = \"x\" }\n"
            + "quotes = [\"a\\\\b\", \"\\u0000\\u007F\\u0085\\u202E\\U0001F600 é\\t\"]\n",
        "[service.b]\nlisten = \"*:1\"\nhandler = \"time\"\nworkers = { min = 0, max = 7, spare = 7 }\n"
            + echo(
                "group = \"64126\"\nchroot = \"/\"\ndirectory = \"/tmp\"\n"
                    + "limits = { cpu = \"90s\", nofile = \"1024:infinity\", as = \"infinity\", core = 0, rttime = \"20ms\" }\n"
            ),
        echo(
            "workers = { max = \"auto\", min = 1, max-age = \"36h\", max-memory = \"1536K\", max-unavailable = 3, wake = \"fifo\", scheduling = \"other\" }"
        ),
        "[daemon]\nlog-level = \"error\"\ndrain-timeout = \"0s\"\n[service.g]\nlisten = \"systemd:x\"\nhandler = \"greeting\"\nmessage = '''\na\n\"b\"'''\n",
        // The longest name that a service may have, and a variable's that is longer than what messages repeat.
        "[service.\(String(repeating: "n", count: 63))]\nlisten = \"*:1\"\nhandler = \"program\"\n"
            + "command = [\"/bin/true\"]\nenvironment = { \(String(repeating: "V", count: 200)) = \"1\" }\n",
    ]

    @Test("is itself a file that loads to the same plan", arguments: files)
    func roundTrip(text: String) throws {
        let first = try ConfigurationFolder(text)
        let loaded = try first.load()
        let second = try ConfigurationFolder(loaded.printed)
        #expect(withoutPlaces(try second.load().plan) == withoutPlaces(loaded.plan))
    }

    @Test("of the built-in default loads to the built-in default")
    func builtInRoundTrip() throws {
        let folder = try ConfigurationFolder(LoadedPlan.builtIn.printed)
        #expect(withoutPlaces(try folder.load().plan) == withoutPlaces(.builtIn))
    }

    @Test("leaves \"auto\" to the daemon that runs, and tells bounds in their largest unit")
    func workers() throws {
        let folder = try ConfigurationFolder(
            echo("workers = { max = \"auto\", max-age = \"48h\", max-memory = \"2048M\", max-unavailable = \"5%\" }"))
        let lines = folder.relative(try folder.load().printed).split(separator: "\n").map(String.init)
        #expect(
            lines.filter { $0.contains("workers.max") } == [
                "workers.max = \"auto\"  # main.toml:4:13",
                "workers.max-connections = 0  # default",
                "workers.max-age = \"2d\"  # main.toml:4:27",
                "workers.max-memory = \"2G\"  # main.toml:4:44",
                "workers.max-unavailable = \"5%\"  # main.toml:4:66",
            ])
    }

    private func withoutPlaces(_ plan: DaemonPlan) -> DaemonPlan {
        var plan = plan
        plan.sources = []
        for index in plan.services.indices { plan.services[index].place = .builtIn }
        return plan
    }
}
