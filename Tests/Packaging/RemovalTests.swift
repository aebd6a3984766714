import LinuxSystem
import Testing

@Suite("Removal of the package", .needsMachine)
struct RemovalTests {
    @Test("removing stops the service and leaves its configuration; purging leaves nothing")
    func removeAndPurge() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("dpkg", "--remove", "preforkd")
        #expect(try machine.processes().isEmpty)
        #expect(try !machine.run("systemctl", "cat", "preforkd.service").status.isSuccess)
        #expect(FileContents.exists("\(machine.root)\(Machine.configurationFile)"))

        try machine.succeed("dpkg", "--purge", "preforkd")
        #expect(try Self.files(in: machine) == [])
    }

    @Test("removing stops the socket too, so that no client brings the service back")
    func removeWithSocket() throws {
        let machine = try Machine.withPackage()
        try machine.write(Machine.configurationFile, SocketActivationTests.configuration)
        try machine.succeed("systemctl", "stop", "preforkd.service")
        try machine.succeed("systemctl", "enable", "--now", "preforkd.socket")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile by systemd\n")
        try machine.succeed("dpkg", "--purge", "preforkd")
        #expect(try machine.processes().isEmpty)
        #expect(try machine.run("systemctl", "is-active", "preforkd.socket").lines == ["inactive"])
        #expect(try machine.succeed("ss", "--no-header", "-lnt", "sport = :7890").isEmpty)
        #expect(try Self.files(in: machine) == [])
    }

    /// What is there by the name of the package; not in /run, which goes with the machine's power.
    private static func files(in machine: Machine) throws -> [String] {
        try machine.run("find", "/etc", "/usr", "/var/lib", "-name", "*preforkd*", "-not", "-path", "/var/lib/dpkg/*")
            .lines
    }
}
