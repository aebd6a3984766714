import Daemon
import Glibc
import LinuxSystem
import Prefork
import Testing

@Suite("Upgrade in place under systemd", .needsMachine)
struct UpgradeTests {
    private static let configuration =
        EchoClient.configuration + """

            [service.smile]
            listen = "127.0.0.1:7890"
            handler = "greeting"
            message = "Smile\\n"
            """

    /// Puts a new file in the place of the program, as a package does.
    private func replaceProgram(_ machine: Machine) throws {
        try machine.succeed(
            "sh", "-c", "cp -p /usr/sbin/preforkd /usr/sbin/next && mv /usr/sbin/next /usr/sbin/preforkd")
    }

    private func upgrade(_ machine: Machine) throws {
        try replaceProgram(machine)
        let cursor = try machine.journalEnd()
        try machine.succeed("systemctl", "kill", "--signal=USR2", "--kill-whom=main", "preforkd")
        try machine.waitForRecord(.upgraded, after: cursor)
    }

    @Test("the process, the unit and the store see no change, and what it may do goes on over the exec")
    func upgraded() throws {
        let machine = try Machine.withPackage(configuration: Self.configuration)
        let supervisor = try machine.supervisor()
        let before = try machine.status(of: supervisor)
        let socket = try listening(machine)
        let client = try EchoClient(machine)
        try client.exchange("hello")
        let store = try machine.property("NFileDescriptorStore")
        for _ in 0..<3 { try upgrade(machine) }
        #expect(try machine.supervisor() == supervisor)
        #expect(try machine.property("ActiveState") == "active")
        #expect(try machine.property("NRestarts") == "0")
        #expect(try machine.property("NFileDescriptorStore") == store)
        #expect(try machine.run("systemctl", "status", "preforkd").output.contains("Workers: "))
        try client.exchange("still here")
        let after = try machine.status(of: supervisor)
        for name in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs", "Seccomp", "Uid"] {
            #expect(after[name] == before[name], "\(name)")
        }
        // A port that takes a capability, by a reload of the program that was upgraded to.
        try machine.write(
            Machine.configurationFile,
            Self.configuration.replacing("\"127.0.0.1:7890\"", with: "[\"127.0.0.1:7890\", \"127.0.0.1:79\"]"))

        try machine.succeed("systemctl", "reload", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect", "127.0.0.1", "79") == "Smile\n")
        try client.exchange("and still")
        client.hangUp()
        try machine.succeed("systemctl", "restart", "preforkd")
        #expect(try machine.supervisor() != supervisor)
        #expect(try listening(machine) == socket)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile\n")
        // One journal, with the records of all programs under one number.
        #expect(try machine.records(.upgraded).count == 3)
        #expect(Set(try machine.records(.upgraded).compactMap { $0["_PID"] }).count == 1)
    }

    /// The listening socket of the greeting, with its inode.
    private func listening(_ machine: Machine) throws -> String {
        let line = try machine.succeed("ss", "--no-header", "--extended", "-lnt", "sport = :7890")
        guard let word = line.split(whereSeparator: \.isWhitespace).first(where: { $0.hasPrefix("ino:") }) else {
            throw Machine.Failure(description: "no inode in \(line)")
        }
        return String(word)
    }

    @Test("a package of a higher version is gone over to without a restart, and nobody is lost")
    func package() throws {
        let machine = try Machine.withPackage(configuration: Self.configuration)
        let supervisor = try machine.supervisor()
        let workers = try machine.workers()
        let client = try EchoClient(machine)
        try client.exchange("hello")
        let load = try machine.start([
            "sh", "-c",
            "count=0; while [ ! -e /root/over ]; do preforkctl connect || echo lost; count=$((count + 1)); done; echo $count",
        ])
        load.endInput()
        try install(machine, "1:9")
        try machine.succeed("touch", "/root/over")
        let said = try load.rest().split(separator: "\n")
        #expect(
            said.dropLast().allSatisfy { $0 == "Smile" } && Int(said.last ?? "") == said.count - 1, "\(said.suffix(5))")
        #expect(try machine.supervisor() == supervisor)
        #expect(try machine.property("NRestarts") == "0")
        #expect(
            try machine.succeed(
                "sh", "-c", "[ /proc/$(systemctl show -P MainPID preforkd)/exe -ef /usr/sbin/preforkd ] && echo")
                == "\n")
        try client.exchange("still here")
        client.hangUp()
        for worker in workers { #expect(try worker.waitForEnd(), "\(worker) is still there") }
        #expect(try machine.records(.upgraded).count == 1)
    }

    @Test("a package whose program does not run leaves the one that serves, and says so")
    func broken() throws {
        let machine = try Machine.withPackage(configuration: Self.configuration)
        let (supervisor, workers) = (try machine.supervisor(), Set(try machine.workers()))
        let said = try install(machine, "1:9", "printf '#!/bin/sh\\nexit 1\\n' > tree/usr/sbin/preforkd")
        #expect(said.contains("the upgrade of the running service failed"), "\(said)")
        #expect(try machine.supervisor() == supervisor)
        #expect(Set(try machine.workers()) == workers)
        #expect(try machine.succeed("preforkctl", "connect") == "Smile\n")
        #expect(
            try machine.succeed("dpkg-query", "--show", "--showformat=${Version} ${Status}", "preforkd").contains(
                "1:9 install ok installed"))
        // One that is right mends it.
        #expect(
            try !install(machine, "1:10", "cp /proc/$(systemctl show -P MainPID preforkd)/exe tree/usr/sbin/preforkd")
                .contains("failed"))
        #expect(try machine.supervisor() == supervisor)
        #expect(try machine.records(.upgraded).count == 1)
    }

    /// Packs what is installed as another version, changed by a command, and installs that.
    /// - Returns: what dpkg said.
    @discardableResult
    private func install(_ machine: Machine, _ version: String, _ change: String = "true") throws -> String {
        try machine.succeed(
            "sh", "-ec",
            """
            cd /root; rm -rf tree; dpkg-deb --raw-extract preforkd_*.deb tree
            sed -i 's/^Version: .*/Version: \(version)/' tree/DEBIAN/control
            \(change)
            dpkg-deb --build tree other.deb >/dev/null; dpkg --install other.deb
            """)
    }
}
