import Daemon
import LinuxSystem
import Testing

@Suite("What an operator does", .needsMachine)
struct OperatorTests {
    @Test("an edit of the file and a reload change what is served; a wrong edit changes nothing")
    func edit() throws {
        let machine = try Machine.withPackage()
        let shipped = try machine.read(Machine.configurationFile)
        try machine.write(
            Machine.configurationFile, shipped.replacing("Smile from the server", with: "Changed by an edit"))
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        let pid = try machine.property("MainPID")
        try machine.succeed("systemctl", "reload", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect") == "Changed by an edit\n")
        try machine.write(Machine.configurationFile, shipped + "\n[service.wrong]\nlisten = 5\n")
        #expect(try !machine.run("systemctl", "reload", "preforkd").status.isSuccess)
        #expect(try machine.records(.configurationError).count >= 1)
        #expect(try machine.records(.reloadFailed).count == 1)
        #expect(try machine.property("ActiveState") == "active")
        #expect(try machine.property("MainPID") == pid)
        #expect(try machine.succeed("preforkctl", "connect") == "Changed by an edit\n")
    }

    @Test("a file in conf.d adds a service")
    func addService() throws {
        let machine = try Machine.withPackage()
        try machine.write(
            "/etc/preforkd/conf.d/extra.toml",
            """
            [service.extra]
            listen = "127.0.0.1:7891"
            handler = "greeting"
            message = "One more\\n"
            """)
        try machine.succeed("systemctl", "restart", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect", "localhost", "7891") == "One more\n")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
    }

    @Test("with the file removed, the service runs on the built-in default and says so")
    func removeFile() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("rm", Machine.configurationFile)
        try machine.succeed("systemctl", "restart", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        #expect(try machine.records(.builtInConfiguration).count == 1)
    }

    @Test("systemctl status names the services and their workers, as soon as they have started")
    func status() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("systemctl", "restart", "preforkd")
        #expect(try machine.property("StatusText") == "Workers: smile 0 busy, 4 idle of 64")
        #expect(try machine.succeed("systemctl", "status", "preforkd").contains("preforkd: worker smile"))
    }

    @Test("twelve restarts in a row are no reason to give up")
    func manyRestarts() throws {
        let machine = try Machine.withPackage()
        for _ in 1...12 { try machine.succeed("systemctl", "restart", "preforkd") }
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
    }
}
