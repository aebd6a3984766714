import Control
import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("The control socket over an upgrade", .daemonLogs)
struct OperatorSocketTests {
    private static let service = """
        [service.echo]
        listen = "127.0.0.1:0"
        handler = "echo"
        workers = { min = 1, max = 4 }
        """

    @Test("is the same, so that nobody is told that nothing runs")
    func same() throws {
        let controlled = try ControlledDaemon(Self.service)
        let before = try Self.file(controlled.socket)
        #expect(try controlled.ask("upgrade").status == .exited(0))
        let descriptors = ProcessFacts(pid: controlled.daemon.pid).descriptors.count
        for _ in 0..<5 {
            #expect(try controlled.ask("upgrade").status == .exited(0))
            #expect(try Self.file(controlled.socket) == before)
        }
        try eventually("no more descriptors than after the first") {
            ProcessFacts(pid: controlled.daemon.pid).descriptors.count <= descriptors
        }
        #expect(try controlled.ask("status").status == .exited(0))
        #expect(try controlled.daemon.stop() == .exited(0))
        #expect(!FileContents.exists(controlled.socket))
    }

    @Test("goes where the new file says, and the old path is gone")
    func moved() throws {
        let controlled = try ControlledDaemon(Self.service)
        let other = controlled.folder.path("other.sock")
        try controlled.daemon.folder.write("preforkd.toml", "[daemon]\ncontrol = \"\(other)\"\n\(Self.service)")
        controlled.daemon.child.send(SIGUSR2)
        _ = try controlled.daemon.log.wait(containing: " upgraded from version ")
        #expect(!FileContents.exists(controlled.socket))
        let outcome = try Program.run(
            Launch(program: Program.preforkctl, arguments: ["status", "--socket", other]))
        #expect(outcome.status == .exited(0), "\(outcome)")
    }

    @Test("is made anew where somebody removed it")
    func removed() throws {
        let controlled = try ControlledDaemon(Self.service)
        unlink(controlled.socket)
        controlled.daemon.child.send(SIGUSR2)
        _ = try controlled.daemon.log.wait(containing: " upgraded from version ")
        #expect(try controlled.ask("status").status == .exited(0))
    }

    @Test("a question that is cut off is asked again, of the program that came, and an order is not")
    func cutOff() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("control.sock")
        let cases: [(deeds: [LossyServer.Deed], command: String, status: CInt)] = [
            ([.resets, .serves], "status", 0), ([.resets, .resets, .serves], "status", 0),
            ([.resets, .resets, .resets], "status", 75), ([.resets], "reload", 75),
        ]
        for (deeds, command, status) in cases {
            let server = try LossyServer(deeds, answer: "{\"end\":\"ok\"}\n", at: "unix:\(path)")
            let outcome = try Program.run(
                Launch(program: Program.preforkctl, arguments: [command, "--socket", path]))
            try #require(outcome.status == .exited(status), "\(command): \(outcome)")
            #expect(server.waitUntilGone())
        }
    }

    private static func file(_ path: String) throws -> FileIdentity { try UnixPath(bound: path).file }
}
