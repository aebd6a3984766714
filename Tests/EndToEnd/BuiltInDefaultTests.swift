import LinuxSystem
import Testing

@Suite("Without a configuration", .daemonLogs, .needsOwnNetwork, .needsIPv6)
struct BuiltInDefaultTests {
    @Test("preforkd smiles on localhost port 7890, to preforkctl without arguments, and says on what it runs")
    func smiles() throws {
        var setup = DaemonSetup(nil)
        // Neither the port nor a file in /etc is this test's to take.
        setup.wrappers = [.ownNetwork, .withoutConfiguration]
        let daemon = try setup.start()
        _ = try daemon.log.wait(containing: "there is no /etc/preforkd/preforkd.toml: running the built-in default")
        for arguments in [["connect"], ["connect", "127.0.0.1"], ["connect", "::1", "7890"]] {
            let enter = Wrapper(arguments: ["nsenter", "--target=\(daemon.pid)", "--net"])
            let client = try Program.run(
                Launch(program: Program.preforkctl, arguments: arguments, wrappers: [enter]))
            #expect(client.status == .exited(0), "\(client)")
            #expect(client.output == "Smile from the server\n")
        }
        _ = try daemon.log.wait(containing: "smile: 127.0.0.1:")
        _ = try daemon.log.wait(containing: "smile: [::1]:")
    }
}

extension Wrapper {
    /// An empty /etc/preforkd, where there is one.
    fileprivate static let withoutConfiguration = script(
        "[ ! -d /etc/preforkd ] || mount -t tmpfs none /etc/preforkd; exec \"$0\" \"$@\"",
        under: ["unshare", "--mount"])
}
