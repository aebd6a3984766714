import LinuxSystem

extension Machine {
    static let service = "preforkd.service"
    static let configurationFile = "/etc/preforkd/preforkd.toml"

    /// A machine on which the package was just installed, and so the service runs as it is shipped.
    static func withPackage() throws -> Machine {
        let package = try PackageUnderTest.file()
        let machine = try Machine(files: [package])
        let name = package.split(separator: "/").last.map(String.init) ?? package
        try machine.succeed("dpkg", "--install", "/root/\(name)")
        return machine
    }

    /// The same, running another configuration.
    static func withPackage(configuration: String) throws -> Machine {
        let machine = try withPackage()
        try machine.write(configurationFile, configuration)
        try machine.succeed("systemctl", "restart", service)
        return machine
    }

    /// Changes the unit as `systemctl edit` does.
    func edit(_ dropIn: String) throws {
        try write("/etc/systemd/system/\(Machine.service).d/override.conf", dropIn)
        try succeed("systemctl", "daemon-reload")
    }

    /// A property of a unit, as `systemctl show` tells it.
    func property(_ name: String, of unit: String = Machine.service) throws -> String {
        String(try succeed("systemctl", "show", "--property=\(name)", "--value", unit).dropLast())
    }
}
