import Daemon
import LinuxSystem
import Testing

@Suite("A start that fails", .needsMachine)
struct FailedStartTests {
    @Test("a wrong configuration fails systemctl start, each error is told with its place, and once is enough")
    func wrongConfiguration() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("systemctl", "stop", "preforkd")
        try machine.write(
            Machine.configurationFile,
            """
            [service.smile]
            listen = "127.0.0.1:7890"
            handler = "greting"
            message = "hi"
            wrokers = { max = 1 }

            """)
        let answer = try machine.run("systemctl", "start", "preforkd")
        #expect(!answer.status.isSuccess)
        let records = try machine.records(.configurationError)
        #expect(records.compactMap { $0["CONFIG_LINE"] } == ["3", "5"])
        for record in records {
            #expect(record["CONFIG_FILE"] == Machine.configurationFile)
            #expect(record["_SYSTEMD_UNIT"] == "preforkd.service")
            #expect(record["PRIORITY"] == "3")
        }
        #expect(
            records.first?["MESSAGE"]
                == "/etc/preforkd/preforkd.toml:3:11: unknown handler \"greting\"; did you mean \"greeting\"?")
        try expectOneAttempt(machine, status: "78")
    }

    @Test("a port that is taken fails systemctl start with service, address and reason, and once is enough")
    func portInUse() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("systemctl", "stop", "preforkd")
        let squatter = try machine.start(["nc", "-v", "-l", "127.0.0.1", "7890"])
        #expect(try squatter.line()?.contains("Listening") == true)
        #expect(try !machine.run("systemctl", "start", "preforkd").status.isSuccess)
        let said = try machine.records(.systemRefused).compactMap { $0["MESSAGE"] }
        #expect(said == ["service \"smile\": can't listen on 127.0.0.1:7890: Address already in use"])
        try expectOneAttempt(machine, status: "71")
    }

    @Test("mended, it starts")
    func mended() throws {
        let machine = try Machine.withPackage()
        let shipped = try machine.read(Machine.configurationFile)
        try machine.write(Machine.configurationFile, "nonsense")
        #expect(try !machine.run("systemctl", "restart", "preforkd").status.isSuccess)
        try machine.write(Machine.configurationFile, shipped)
        try machine.succeed("systemctl", "start", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
    }

    /// It has failed, and systemd has nothing more in mind with it.
    private func expectOneAttempt(_ machine: Machine, status: String) throws {
        #expect(try machine.property("ExecMainStatus") == status)
        #expect(try machine.property("ActiveState") == "failed")
        #expect(try machine.property("SubState") == "failed")
        #expect(try machine.property("NRestarts") == "0")
        #expect(try machine.processes().isEmpty)
    }
}
