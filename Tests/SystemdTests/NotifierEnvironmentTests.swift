import Testing

@Suite("A service manager that is not there, or speaks to somebody else")
struct NotifierEnvironmentTests {
    @Test("without a socket nothing is sent, and that is no error", arguments: [[], ["NOTIFY_SOCKET="]])
    func noSocket(environment: [String]) throws {
        let outcome = try Fixture.run("notify", "ready", environment: environment)
        #expect(outcome.lines == ["unavailable", "nobody listens", "sent"])
    }

    @Test(
        "a socket that cannot be reached is an error with its reason",
        arguments: [("/nowhere/notify", "No such file or directory"), ("relative", "Invalid argument")])
    func unreachable(socket: String, reason: String) throws {
        let outcome = try Fixture.run("notify", "ready", environment: ["NOTIFY_SOCKET=\(socket)"])
        #expect(outcome.lines == ["available", reason])
    }

    @Test(
        "the interval of the watchdog is nil where it is not this process's",
        arguments: [
            ([], "none"),
            (["WATCHDOG_USEC=30000000"], "30.0 seconds"),
            (["WATCHDOG_USEC=30000000", "WATCHDOG_PID=1"], "none"),
            (["WATCHDOG_USEC=soon"], "Invalid argument"),
            (["WATCHDOG_USEC=0"], "Invalid argument"),
        ])
    func watchdog(environment: [String], expected: String) throws {
        #expect(try Fixture.run("watchdog", environment: environment).lines == [expected])
    }

    @Test("a child inherits none of the variables that are meant for this process")
    func forget() throws {
        let own = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]
        let command = Command(
            arguments: [Fixture.path, "forget", "LANG"] + own, environment: (own + ["LANG"]).map { "\($0)=1" })
        #expect(try command.run().lines == ["LANG"])
    }
}
