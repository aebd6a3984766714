import Daemon
import DaemonConfiguration
import Prefork
import Testing

@Suite("Unit files and what the daemon knows of the same things")
struct UnitFileTests {
    private let service = try? UnitFile("preforkd.service")
    private let socket = try? UnitFile("preforkd.socket")

    @Test("systemd waits longer than the daemon needs to stop")
    func stopTimeout() throws {
        let text = try #require(service?["TimeoutStopSec"].first)
        let seconds = try #require(Int(text.dropLast()))
        #expect(text.hasSuffix("s"))
        #expect(Duration.seconds(seconds) > DaemonPlan().drainTimeout)
    }

    @Test("no status by which the daemon refuses to start is tried again")
    func preventedRestarts() throws {
        let statuses = try #require(service?["RestartPreventExitStatus"].first).split(separator: " ").map { Int32($0) }
        #expect(statuses == [Daemon.Exit.wrongUsage, Daemon.Exit.systemRefused, Daemon.Exit.wrongConfiguration])
    }

    @Test("the daemon chooses its file itself, so that it runs without one")
    func commandLine() {
        #expect(service?["ExecStart"] == ["/usr/sbin/preforkd"])
        #expect(service?["ExecReload"] == ["/usr/bin/preforkctl reload"])
    }

    @Test("the example of a socket listens where the built-in default does, under the name of its service")
    func addresses() throws {
        let builtIn = try #require(DaemonPlan.builtIn.services.first)
        #expect(socket?["ListenStream"] == builtIn.listen.map(\.description))
        #expect(socket?["FileDescriptorName"] == [builtIn.name])
        #expect(socket?["Backlog"] == ["\(builtIn.options.backlog)"])
    }
}
