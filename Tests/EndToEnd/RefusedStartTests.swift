import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("A start that the system refuses")
struct RefusedStartTests {
    /// One line of the log with all of `parts`, status 71, and the service that could have started gave back its path.
    private func expectRefusal(
        _ keys: String, saying parts: String..., wrappers: [Wrapper] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try TemporaryFolder()
        let bound = folder.path("bound.sock")
        let file = try folder.write(
            "preforkd.toml",
            """
            [daemon]
            log-level = "warning"
            [service.first]
            listen = "unix:\(bound)"
            handler = "echo"
            [service.second]
            handler = "echo"
            \(keys)
            """)
        let outcome = try Program.preforkd("--config", file, wrappers: wrappers)
        #expect(outcome.status == .exited(71), "\(outcome)", sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, "\(outcome)", sourceLocation: sourceLocation)
        for part in ["service \"second\": "] + parts {
            #expect(outcome.error.contains(part), "\(outcome)", sourceLocation: sourceLocation)
        }
        #expect(!FileContents.exists(bound), sourceLocation: sourceLocation)
    }

    @Test("a port in use")
    func portInUse() throws {
        let other = try Listener("127.0.0.1:0")
        let address = other.address.description
        try expectRefusal("listen = \"\(address)\"", saying: "\(address): Address already in use")
    }

    @Test("a port below 1024 without the right to it", .needsOwnNetwork)
    func lowPort() throws {
        // A network of its own has the kernel's default for which ports need the right.
        try expectRefusal(
            "listen = \"127.0.0.1:80\"", saying: "127.0.0.1:80: Permission denied", "CAP_NET_BIND_SERVICE",
            wrappers: [.ownNetwork, .withoutLowPorts])
    }

    @Test("an unknown host", .needsOwnNetwork)
    func unknownHost() throws {
        // Where there is no network the resolver gives up at once.
        try expectRefusal(
            "listen = \"no-such-host.invalid:7890\"", saying: "no-such-host.invalid:7890: ", "name resolution",
            wrappers: [.ownNetwork])
    }

    @Test("an address that this machine has not")
    func strangeAddress() throws {
        // 192.0.2.0/24 is for documentation.
        try expectRefusal(
            "listen = \"192.0.2.7:7890\"", saying: "192.0.2.7:7890: ", Errno.addressNotAvailable.description)
    }

    @Test("a UNIX path in a folder that is missing")
    func missingFolder() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("missing/a.sock")
        try expectRefusal(
            "listen = \"unix:\(path)\"", saying: "can't listen on unix:\(path): No such file or directory")
    }

    @Test("an unknown owner or group for the socket", arguments: [("owner", "user"), ("group", "group")])
    func unknownOwner(key: String, kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.sock")
        try expectRefusal(
            "listen = \"unix:\(path)\"\nsocket = { \(key) = \"nobody-by-that-name\" }",
            saying: "unix:\(path): there is no \(kind) \"nobody-by-that-name\"")
        #expect(!FileContents.exists(path))
    }

    @Test("every refusal is told, not only the first")
    func several() throws {
        let other = try Listener("127.0.0.1:0")
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "preforkd.toml",
            """
            [service.a]
            listen = ["\(other.address)", "unix:\(folder.path)/missing/a.sock"]
            handler = "echo"
            [service.b]
            listen = "systemd:web"
            handler = "echo"
            """)
        let outcome = try Program.preforkd("--config", file, "--log-level", "error")
        #expect(outcome.status == .exited(71))
        #expect(outcome.errorLines.count == 3, "\(outcome)")
    }
}
