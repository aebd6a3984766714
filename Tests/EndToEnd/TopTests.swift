import Glibc
import LinuxSystem
import SystemPackage
import Testing

@Suite("preforkctl top", .daemonLogs)
struct TopTests {
    private static let echo = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        """

    @Test("shows services and workers on another screen, and q gives the terminal back as it was")
    func quit() throws {
        let controlled = try ControlledDaemon(Self.echo)
        let terminal = try TestTerminal()
        let before = terminal.settings
        let top = try terminal.start(["top", "--socket", controlled.socket])
        try terminal.read(until: "echo ")
        #expect(terminal.text.hasPrefix(TestTerminal.enter))
        #expect(terminal.settings != before)
        terminal.type("q")
        #expect(try top.waitForEnd() == .exited(0))
        try terminal.read(until: TestTerminal.leave)
        #expect(terminal.settings == before)
    }

    @Test("gives it back when a signal ends it", arguments: [SIGTERM, SIGINT, SIGHUP])
    func signals(signal: CInt) throws {
        let controlled = try ControlledDaemon(Self.echo)
        let terminal = try TestTerminal()
        let before = terminal.settings
        let top = try terminal.start(["top", "--socket", controlled.socket])
        try terminal.read(until: "echo ")
        top.send(signal)
        #expect(try top.waitForEnd() == .exited(128 + signal))
        try terminal.read(until: TestTerminal.leave)
        #expect(terminal.settings == before)
    }

    @Test("gives it back when the daemon goes, and says so")
    func daemonGone() throws {
        let controlled = try ControlledDaemon(Self.echo)
        let terminal = try TestTerminal()
        let before = terminal.settings
        let top = try terminal.start(["top", "--socket", controlled.socket])
        try terminal.read(until: "echo ")
        _ = try controlled.daemon.stop()
        #expect(try top.waitForEnd() == .exited(3))
        try terminal.read(until: "not running")
        #expect(terminal.text.contains(TestTerminal.leave))
        #expect(terminal.settings == before)
    }

    @Test("no line is longer than the terminal is wide", arguments: [8, 30, 50, 66] as [UInt16])
    func narrow(columns: UInt16) throws {
        let controlled = try ControlledDaemon(Self.echo)
        let terminal = try TestTerminal()
        terminal.resize(columns: columns, rows: 24)
        let top = try terminal.start(["top", "--socket", controlled.socket])
        try terminal.read(until: "echo")
        terminal.type("q")
        #expect(try top.waitForEnd() == .exited(0))
        try terminal.read(until: TestTerminal.leave)
        #expect(terminal.lines.count > 4)
        for line in terminal.lines { #expect(line.count <= Int(columns), "\(line)") }
    }

    @Test("without a terminal it says what does not need one")
    func noTerminal() throws {
        let outcome = try Program.run(Launch(program: Program.preforkctl, arguments: ["top"]))
        #expect(outcome.status == .exited(64) && outcome.error.contains("status"), "\(outcome)")
    }
}
