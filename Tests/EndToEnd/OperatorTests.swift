import Control
import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("What an operator asks for with preforkctl", .daemonLogs)
struct OperatorTests {
    private static let services = """
        [service.hello]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "hello"
        workers = { min = 2, max = 8 }
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 2, max = 8 }
        """

    @Test("status fits 80 columns and has no colours where nobody sees them")
    func status() throws {
        let controlled = try ControlledDaemon(Self.services)
        let outcome = try controlled.ask("status")
        #expect(outcome.status == .exited(0) && outcome.error == "", "\(outcome)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 } && !outcome.output.contains("\u{1B}"))
        #expect(lines.contains("● hello  ready") && lines.contains("● echo  ready"))
        let json = try controlled.ask("status", "--json").output.split(separator: "\n")
        #expect(json.count == 2 && json.last == "{\"end\":\"ok\"}")
    }

    @Test("what is wrong with the file that is reloaded is told with its place, and in the log as records")
    func mistakes() throws {
        let controlled = try ControlledDaemon(Self.services)
        let file = controlled.daemon.folder.path("preforkd.toml")
        try controlled.daemon.folder.write(
            "preforkd.toml", "[service.a]\nlisten = \"127.0.0.1:0\"\nhandler = \"ecko\"\nbacklog = 0\n")
        #expect(try controlled.ask("reload").status == .exited(1))
        let events = try controlled.records(.events(.last(10), follow: false), EventReport.self)
        let mistakes = events.map(\.message).filter { $0.hasPrefix(file) }
        #expect(mistakes.count == 2, "\(events)")
        for mistake in mistakes {
            #expect(try controlled.daemon.log.wait(containing: mistake).text.contains(" error "))
        }
    }

    @Test("a service that there is not is told, with status 1")
    func unknownService() throws {
        let controlled = try ControlledDaemon(Self.services)
        let outcome = try controlled.ask("workers", "nobody")
        #expect(outcome.status == .exited(1) && outcome.output == "", "\(outcome)")
        #expect(outcome.error == "preforkctl: there is no service \"nobody\"\n")
    }

    @Test("a daemon that is not running is told with status 3, and nothing waits")
    func notRunning() throws {
        let controlled = try ControlledDaemon(Self.services)
        #expect(try controlled.daemon.stop() == .exited(0))
        for command in ["status", "workers", "events", "reload", "upgrade"] {
            let outcome = try controlled.ask(command)
            #expect(outcome.status == .exited(3) && outcome.output == "", "\(outcome)")
            #expect(outcome.error.contains("not running"))
        }
    }

    @Test(
        "a command line that can't be meant is wrong usage, and says what is right",
        arguments: [
            (["log-level", "loud"], "'debug', 'info', 'notice', 'warning' or 'error'"),
            (["status", "--socket", String(repeating: "a", count: 108)], "--socket takes a path of 1 to 107 bytes"),
            (["upgrade", "--socket", ""], "--socket takes a path of 1 to 107 bytes"),
        ])
    func wrongUsage(arguments: [String], words: String) throws {
        let outcome = try Program.run(Launch(program: Program.preforkctl, arguments: arguments))
        #expect(outcome.status == .exited(64) && outcome.output == "", "\(outcome)")
        #expect(outcome.error.contains(words), "\(outcome)")
    }

    @Test("scale changes the pool at once, within what it was started with")
    func scale() throws {
        let controlled = try ControlledDaemon(Self.services)
        #expect(try controlled.ask("scale", "echo", "--min", "5").status == .exited(0))
        try eventually("five workers") { try controlled.status().services[1].idle == 5 }
        #expect(try controlled.ask("scale", "echo", "--min", "0", "--max", "1").status == .exited(0))
        try eventually("one worker") {
            let echo = try controlled.status().services[1]
            return echo.idle + echo.retiring == 1 && echo.max == 1
        }
        #expect(try controlled.status().services[0].idle == 2, "the other service is not concerned")
        let outcome = try controlled.ask("scale", "echo", "--max", "9")
        #expect(outcome.status == .exited(1) && outcome.error.contains("must be 1 to 8"), "\(outcome)")
        #expect(try controlled.ask("scale", "echo").status == .exited(64))
        _ = try controlled.daemon.log.wait(containing: "asks for: scale echo 0 1")
    }

    @Test("a drained service finishes what it has in hand and lets clients wait; resumed, it serves them")
    func drain() throws {
        let controlled = try ControlledDaemon(Self.services)
        let address = try controlled.daemon.address("echo")
        let client = try TestClient(address)
        #expect(try client.exchange("before") == "before")
        #expect(try controlled.ask("drain", "echo").status == .exited(0))
        #expect(try controlled.status().services[1].condition == .draining)
        #expect(try client.exchange("in hand") == "in hand")
        client.close()
        try eventually("no worker") { try controlled.status().services[1].condition == .drained }
        let waiting = try TestClient(address)
        try waiting.send("later")
        #expect(try controlled.status().services[1].listeners[0].queue == 1)
        #expect(try TestClient(controlled.daemon.address("hello")).receiveToEnd() == "hello")
        #expect(try controlled.ask("resume", "echo").status == .exited(0))
        #expect(try waiting.receive() == "later")
        #expect(try controlled.status().services[1].condition == .ready)
    }

    @Test("log-level holds for workers that are there already")
    func logLevel() throws {
        let controlled = try ControlledDaemon(
            Self.services.replacing("message = \"hello\"", with: "message = \"hello\"\naccounting = \"all\""))
        let address = try controlled.daemon.address("hello")
        #expect(try controlled.ask("log-level", "warning").status == .exited(0))
        #expect(try TestClient(address).receiveToEnd() == "hello")
        #expect(try controlled.ask("log-level", "info").status == .exited(0))
        #expect(try TestClient(address).receiveToEnd() == "hello")
        _ = try controlled.daemon.log.wait(containing: "hello: 127.0.0.1:")
        #expect(try controlled.status().logLevel == "info")
        _ = try controlled.daemon.stop()
        #expect(controlled.daemon.log.count(containing: "hello: 127.0.0.1:") == 1)
    }

    @Test("reload returns once the new configuration holds, and tells why it does not")
    func reload() throws {
        let controlled = try ControlledDaemon(Self.services)
        let file = controlled.daemon.folder.path("preforkd.toml")
        let text = String(decoding: try FileContents.read(file, limit: 1 << 20), as: UTF8.self)
        try controlled.daemon.folder.write("preforkd.toml", text.replacing("\"hello\"", with: "\"good day\""))
        let done = try controlled.ask("reload")
        #expect(done.status == .exited(0), "\(done)")
        #expect(try controlled.status().generation == 2)
        #expect(try TestClient(controlled.daemon.address("hello")).receiveToEnd() == "good day")
        try controlled.daemon.folder.write("preforkd.toml", text.replacing("\"echo\"", with: "\"ecko\""))
        let refused = try controlled.ask("reload")
        #expect(refused.status == .exited(1), "\(refused)")
        #expect(refused.error.contains("unknown handler \"ecko\"; did you mean \"echo\"?"))
        #expect(try controlled.status().generation == 2)
    }

    @Test("upgrade returns once the new program serves, with the same pid and the same counters")
    func upgrade() throws {
        let controlled = try ControlledDaemon(Self.services)
        let address = try controlled.daemon.address("hello")
        #expect(try TestClient(address).receiveToEnd() == "hello")
        let outcome = try controlled.ask("upgrade")
        #expect(outcome.status == .exited(0) && outcome.error == "", "\(outcome)")
        let status = try controlled.status()
        #expect(status.pid == Int(controlled.daemon.pid) && status.upgrade == .done)
        #expect(try TestClient(address).receiveToEnd() == "hello")
        #expect(try controlled.status().services[0].accepted == 2)
    }

    @Test("an upgrade to a program that can't be one is told with its reason, and the old one serves on")
    func brokenUpgrade() throws {
        let folder = try TemporaryFolder()
        let program = try folder.copy(Program.preforkd)
        let controlled = try ControlledDaemon(Self.services, in: folder, program: program)
        #expect(rename(program, program + ".old") == 0)
        try folder.write("preforkd", "no program")
        let outcome = try controlled.ask("upgrade")
        #expect(outcome.status == .exited(1) && outcome.error.contains(program), "\(outcome)")
        #expect(try controlled.status().upgrade == .failed)
        #expect(try TestClient(controlled.daemon.address("hello")).receiveToEnd() == "hello")
    }

    @Test("events tell decisions with their reasons, and follow as they come")
    func events() throws {
        let controlled = try ControlledDaemon(Self.services)
        let told = try controlled.ask("events", "-n", "100")
        // A machine that is slow spawns one at a time.
        #expect(told.output.contains(/echo: spawned [12] for the minimum, at 0 workers/), "\(told)")
        #expect(try controlled.ask("events", "-n", "0").output == "")
        let follower = try TestClient(SocketAddress(unixPath: controlled.socket))
        try follower.send("events 0 follow\n")
        // The request before is taken before this one.
        #expect(try controlled.ask("scale", "hello", "--min", "3").status == .exited(0))
        var text = ""
        while !text.contains("spawned 1 for the minimum") {
            let some = try follower.receive()
            try #require(!some.isEmpty, "\(text)")
            text += some
        }
        #expect(text.contains("\"service\":\"hello\""))
    }
}
