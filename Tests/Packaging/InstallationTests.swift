import LinuxSystem
import Prefork
import Testing

@Suite("Installation of the package", .needsMachine)
struct InstallationTests {
    @Test("dpkg -i and preforkctl connect are all it takes to get the greeting")
    func greets() throws {
        let machine = try Machine.withPackage()
        try machine.succeed("systemctl", "start", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        #expect(try machine.succeed("preforkctl", "connect", "127.0.0.1", "7890") == "Smile from the server\n")
        #expect(try machine.succeed("preforkctl", "connect", "::1") == "Smile from the server\n")
    }

    @Test("the service starts with the machine, the example of a socket does not")
    func isEnabled() throws {
        let machine = try Machine.withPackage()
        #expect(try machine.run("systemctl", "is-enabled", "preforkd.service").lines == ["enabled"])
        #expect(try machine.run("systemctl", "is-enabled", "preforkd.socket").lines == ["disabled"])
        #expect(try machine.run("systemctl", "is-active", "preforkd.service").lines == ["active"])
        #expect(try machine.run("systemctl", "is-active", "preforkd.socket").lines == ["inactive"])
    }

    @Test("the package has the version of the sources, and so have the programs in it")
    func version() throws {
        let machine = try Machine.withPackage()
        let version = try machine.succeed("dpkg-query", "--show", "--showformat=${Version}", "preforkd")
        #expect(version == preforkVersion)
        #expect(try machine.succeed("preforkd", "--version") == "preforkd \(preforkVersion)\n")
        #expect(try machine.succeed("preforkctl", "--version") == "preforkctl \(preforkVersion)\n")
    }

    @Test("the programs need no Swift on the machine", arguments: ["/usr/sbin/preforkd", "/usr/bin/preforkctl"])
    func needsNoSwift(program: String) throws {
        let machine = try Machine.withPackage()
        let libraries = try machine.succeed("ldd", program)
        #expect(libraries.contains("libc.so.6"))
        for word in ["swift", "Foundation", "dispatch", "not found"] {
            #expect(!libraries.contains(word), "\(libraries)")
        }
    }

    @Test("all of /etc/preforkd are conffiles, and the manual pages are where man finds them")
    func conffilesAndPages() throws {
        let machine = try Machine.withPackage()
        let conffiles = try machine.succeed("dpkg-query", "--show", "--showformat=${Conffiles}", "preforkd")
        let files = try machine.succeed("find", "/etc/preforkd", "-type", "f").split(separator: "\n")
        #expect(files.contains("/etc/preforkd/preforkd.toml"))
        for file in files { #expect(conffiles.contains(" \(file) "), "\(file) is no conffile") }
        for page in ["preforkd.8", "preforkd.toml.5", "preforkctl.1"] {
            let words = page.split(separator: ".")
            let (name, section) = (words.dropLast().joined(separator: "."), String(words[words.count - 1]))
            #expect(try machine.succeed("man", "--where", section, name).contains("/\(page)"))
        }
    }

    @Test("the shells complete the subcommands of preforkctl")
    func completions() throws {
        let machine = try Machine.withPackage()
        for file in [
            "bash-completion/completions/preforkctl", "zsh/vendor-completions/_preforkctl",
            "fish/vendor_completions.d/preforkctl.fish",
        ] {
            #expect(try machine.read("/usr/share/\(file)").contains("log-level"), "\(file)")
        }
    }

    @Test("installing it again leaves an edited file alone, and upgrades the service to it without a restart")
    func again() throws {
        let machine = try Machine.withPackage()
        let edited = try machine.read(Machine.configurationFile).replacing("Smile", with: "Grin")
        try machine.write(Machine.configurationFile, edited)
        let supervisor = try machine.supervisor()
        let package = try PackageUnderTest.file().split(separator: "/").last.map(String.init) ?? ""
        try machine.succeed("dpkg", "--install", "/root/\(package)")
        #expect(try machine.read(Machine.configurationFile) == edited)
        #expect(try machine.supervisor() == supervisor)
        #expect(try machine.succeed("preforkctl", "connect") == "Grin from the server\n")
    }
}
