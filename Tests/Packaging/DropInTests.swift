import Daemon
import LinuxSystem
import Testing

@Suite("Rights that a drop-in gives", .needsMachine)
struct DropInTests {
    @Test("a UNIX socket for another group, which the service was given")
    func group() throws {
        let machine = try Machine.withPackage()
        try machine.edit("[Service]\nSupplementaryGroups=www-data\n")
        try machine.write(
            Machine.configurationFile,
            """
            [service.web]
            listen = "unix:/run/preforkd/web"
            socket = { mode = "0660", group = "www-data" }
            handler = "greeting"
            message = "Among ourselves\\n"
            """)
        try machine.succeed("systemctl", "restart", "preforkd")
        let client = ["setpriv", "--clear-groups", "--reuid=www-data", "--regid=www-data"]
        let answer = try machine.start(client + ["nc", "-N", "-U", "/run/preforkd/web"])
        answer.endInput()
        #expect(try answer.rest() == "Among ourselves\n")
        let stranger = try machine.run(
            "setpriv", "--clear-groups", "--reuid=nobody", "--regid=nogroup", "nc", "-N", "-U", "/run/preforkd/web")
        #expect(stranger.output.contains("Permission denied"))
    }

    @Test("workers as another user, by a supervisor that is root with few of root's rights")
    func otherUser() throws {
        let machine = try Machine.withPackage()
        try machine.edit(
            """
            [Service]
            User=root
            CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_KILL
            SystemCallFilter=@setuid

            """)
        let shipped = try machine.read(Machine.configurationFile)
        try machine.write(
            Machine.configurationFile,
            shipped.replacing("\n[service.smile]\n", with: "\n[service.smile]\nuser = \"daemon\"\n"))
        try machine.succeed("systemctl", "restart", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        let user = try machine.succeed("id", "-u", "daemon").dropLast()
        let users = try machine.workers().map { try machine.status(of: $0)["Uid"] }
        #expect(users == Array(repeating: String(user), count: 4))
        try machine.succeed("systemctl", "stop", "preforkd")
        #expect(try machine.processes().isEmpty)
    }

    @Test("workers in a chroot, whose records reach the journal from there")
    func chroot() throws {
        let machine = try Machine.withPackage()
        try machine.edit(
            """
            [Service]
            User=root
            CapabilityBoundingSet=CAP_SETUID CAP_SETGID CAP_KILL CAP_SYS_CHROOT
            SystemCallFilter=@setuid chroot

            """)
        let shipped = try machine.read(Machine.configurationFile)
        let keys = "user = \"daemon\"\nchroot = \"/srv\"\nlimits = { nofile = 64, core = 0 }\n"
        try machine.write(
            Machine.configurationFile,
            shipped.replacing("\n[service.smile]\n", with: "\n[service.smile]\n\(keys)"))
        try machine.succeed("systemctl", "restart", "preforkd")
        #expect(try machine.succeed("preforkctl", "connect") == "Smile from the server\n")
        for worker in try machine.workers() {
            #expect(try FileContents.names(in: "/proc/\(worker.pid)/root/") == [], "nothing is in /srv")
            let status = try machine.status(of: worker)
            for name in ["CapInh", "CapPrm", "CapEff", "CapAmb"] { #expect(status[name] == "0000000000000000") }
            #expect(status["NoNewPrivs"] == "1")
        }
        try machine.succeed("systemctl", "stop", "preforkd")
        let served = try machine.records(.connection)
        #expect(served.count == 1)
        #expect(served.first?["PREFORKD_SERVICE"] == "smile" && served.first?["PREFORKD_WORKER"] != nil)
    }

    @Test("without it, a service that wants another user says why it can't start")
    func refused() throws {
        let machine = try Machine.withPackage()
        let shipped = try machine.read(Machine.configurationFile)
        try machine.write(
            Machine.configurationFile,
            shipped.replacing("\n[service.smile]\n", with: "\n[service.smile]\nuser = \"daemon\"\n"))
        #expect(try !machine.run("systemctl", "restart", "preforkd").status.isSuccess)
        let said = try machine.records(.systemRefused).compactMap { $0["MESSAGE"] }
        #expect(
            said == [
                "service \"smile\": only root can run workers as another user or group, with CAP_SETUID and CAP_SETGID"
            ])
    }
}
