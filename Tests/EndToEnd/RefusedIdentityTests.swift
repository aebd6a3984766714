import Glibc
import LinuxSystem
import TestSupport
import Testing

@Suite("An identity that no worker can have is refused before the daemon is ready")
struct RefusedIdentityTests {
    /// One line with status 71, that begins with the name of the service and says why.
    private func expectRefusal(
        _ keys: String, saying reason: String, handler: String = "handler = \"echo\"", asRoot: Bool,
        wrappers: [Wrapper] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try TemporaryFolder()
        let program = try folder.copy(Program.preforkd)
        let file = try folder.write(
            "preforkd.toml",
            """
            [daemon]
            log-level = "warning"
            [service.fine]
            listen = "127.0.0.1:0"
            handler = "echo"
            [service.refused]
            listen = "127.0.0.1:0"
            \(handler)
            \(keys)
            """)
        let outcome = try Program.run(
            Launch(
                program: program, arguments: ["--config", file],
                wrappers: wrappers + (asRoot || !Credentials.isRoot ? [] : [.user(64_123)])))
        #expect(outcome.status == .exited(71), "\(outcome)", sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, "\(outcome)", sourceLocation: sourceLocation)
        #expect(
            outcome.error.contains("service \"refused\": \(reason)"), "\(outcome)", sourceLocation: sourceLocation)
    }

    @Test("what only root may, without being root")
    func notRoot() throws {
        try expectRefusal("chroot = \"/usr\"", saying: "chroot \"/usr\": only root can", asRoot: false)
        try expectRefusal(
            "user = \"root\"", saying: "only root can run workers as another user or group", asRoot: false)
        try expectRefusal(
            "group = \"root\"", saying: "only root can run workers as another user or group", asRoot: false)
        try expectRefusal(
            "limits.nofile = \"infinity\"", saying: "limits.nofile: only root can raise a hard limit", asRoot: false)
        try expectRefusal(
            "limits.core = \"infinity\"", saying: "limits.core: only root can raise a hard limit", asRoot: false,
            wrappers: [.script("ulimit -Hc 0 && exec \"$0\" \"$@\"")])
    }

    @Test("what root may not without a capability that was taken from it", .needsRoot)
    func fewerCapabilities() throws {
        for (capability, keys, reason) in [
            ("sys_chroot", "chroot = \"/usr\"", "chroot \"/usr\": only root can run workers in a chroot"),
            ("setuid", "user = \"nobody\"", "only root can run workers as another user"),
            ("setgid", "user = \"nobody\"", "only root can run workers as another user"),
        ] {
            let wrapper = Wrapper(arguments: ["setpriv", "--bounding-set=-\(capability)"])
            try expectRefusal(keys, saying: reason, asRoot: true, wrappers: [wrapper])
        }
    }

    @Test("too little memory for a worker itself", arguments: ["as", "data"])
    func memory(limit: String) throws {
        try expectRefusal("limits.\(limit) = \"1M\"", saying: "limits.\(limit): a worker needs ", asRoot: true)
    }

    @Test("a folder that the user may not enter", .needsRoot)
    func folder() throws {
        let folder = try TemporaryFolder()
        chmod(folder.path, 0o700)
        try expectRefusal(
            "user = \"nobody\"\ndirectory = \"\(folder.path)\"",
            saying: "directory \"\(folder.path)\": Permission denied", asRoot: true)
    }

    @Test("a program that the user may not run", .needsRoot)
    func program() throws {
        let folder = try TemporaryFolder()
        let program = try folder.write("program", bytes: Array("#!/bin/sh\n".utf8), mode: 0o700)
        try expectRefusal(
            "user = \"nobody\"", saying: "its workers can't run \"\(program)\": it is not executable",
            handler: "handler = \"program\"\ncommand = [\"\(program)\"]", asRoot: true)
    }

    @Test("what can be seen in the file is told at its place, by --check too, with status 78")
    func places() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "preforkd.toml",
            """
            [service.a]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/true"]
            user = "no-such-user"
            group = "no-such-group"
            chroot = "\(folder.path)"
            directory = "/none"
            limits = { nofile = "2:1" }
            """)
        for arguments in [["--config", file, "--check"], ["--config", file]] {
            let outcome = try Program.run(Launch(program: Program.preforkd, arguments: arguments))
            #expect(outcome.status == .exited(78), "\(outcome)")
            let places = [
                "4:12: \"command\": can't run \"/bin/true\" in the chroot", "5:8: \"user\": there is no user",
                "6:9: \"group\": there is no group", "8:13: \"directory\": \"/none\" in the chroot",
                "9:21: \"limits.nofile\" must not",
            ]
            for place in places { #expect(outcome.error.contains("preforkd.toml:\(place)"), "\(outcome)") }
            #expect(outcome.errorLines.count == places.count)
        }
    }

    @Test("a worker that may start no process says so of its program")
    func processes() throws {
        let folder = try TemporaryFolder()
        var setup = DaemonSetup(
            """
            [service.a]
            listen = "127.0.0.1:0"
            handler = "program"
            command = ["/bin/true"]
            limits.nproc = 0
            """)
        setup.program = try folder.copy(Program.preforkd)
        if Credentials.isRoot { setup.wrappers = [.user(64_123)] }
        setup.notify = .isAbsent
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "ready: a")
        #expect(try TestClient(daemon.address("a")).receiveToEnd() == "")
        _ = try daemon.log.wait(
            containing: "can't start /bin/true: there can be no process for it: Resource temporarily unavailable")
        #expect(try daemon.stop() == .exited(0))
    }
}
