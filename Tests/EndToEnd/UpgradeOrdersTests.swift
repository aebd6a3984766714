import Control
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("What an operator has asked of a service, over an upgrade", .daemonLogs)
struct UpgradeOrdersTests {
    @Test("a service that was scaled stays so, and one that was drained is drained until it is resumed")
    func orders() throws {
        let folder = try TemporaryFolder()
        let controlled = try ControlledDaemon(
            """
            [service.echo]
            listen = "127.0.0.1:0"
            handler = "echo"
            workers = { min = 1, max = 8 }
            [service.smile]
            listen = "127.0.0.1:0"
            handler = "greeting"
            message = "Smile\\n"
            workers = { min = 1, max = 8 }
            """, program: try folder.copy(Program.preforkd))
        #expect(try controlled.ask("scale", "echo", "--min", "3", "--max", "5").status == .exited(0))
        #expect(try controlled.ask("drain", "smile").status == .exited(0))
        let client = try TestClient(controlled.daemon.address("smile"))
        #expect(try controlled.ask("upgrade").status == .exited(0))
        let services = try controlled.status().services
        #expect(services.map(\.min) == [3, 1] && services.map(\.max) == [5, 8])
        #expect(services.map(\.condition) == [.ready, .drained])
        try eventually("three workers") { try controlled.status().services[0].idle == 3 }
        #expect(try controlled.ask("resume", "smile").status == .exited(0))
        #expect(try client.receiveToEnd() == "Smile\n")
        #expect(try controlled.daemon.stop() == .exited(0))
    }
}
