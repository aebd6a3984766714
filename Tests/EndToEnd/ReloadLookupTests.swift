import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Reload that asks a resolver", .daemonLogs)
struct ReloadLookupTests {
    /// Whose questions go nowhere: behind the interface nobody is who they are for.
    private static let silentResolver = Wrapper.script(
        """
        ip link add near type veth peer name far && ip link set far up && ip link set near up &&
        ip address add 192.0.2.1/24 dev near && ip neighbour add 192.0.2.53 lladdr 02:00:00:00:00:01 dev near &&
        echo 'nameserver 192.0.2.53' > "$0" && mount --bind "$0" /etc/resolv.conf && exec "$@"
        """, under: ["unshare", "--net", "--mount"])

    private static func configuration(_ path: String, _ more: String = "") -> String {
        """
        [service.smile]
        listen = "unix:\(path)"
        handler = "greeting"
        message = "Smile"
        \(more)
        """
    }

    @Test("one that does not answer fails the reload in time, and all goes on", .needsOwnNetwork)
    func silent() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("smile")
        var setup = DaemonSetup(Self.configuration(path))
        setup.wrappers = [Wrapper(arguments: Self.silentResolver.arguments + [try folder.write("resolv.conf", "")])]
        let stage = try ReloadStage(setup)
        let more = "[service.far]\nlisten = \"far.example:7890\"\nhandler = \"echo\""
        let ending = try stage.reload(Self.configuration(path, more))
        #expect(!ending.holds)
        #expect(ending.text.contains("far.example:7890: No answer in time"))
        #expect(try TestClient(try SocketAddress(unixPath: path)).receiveToEnd() == "Smile")
        #expect(try stage.reload(Self.configuration(path)).holds)
        _ = try stage.daemon.stop()
    }

    @Test("one that answers has the service listen at each address, and one that knows nobody fails the reload")
    func answers() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("smile")
        let stage = try ReloadStage(Self.configuration(path))
        let near = "[service.near]\nlisten = \"localhost:0\"\nhandler = \"echo\""
        let ending = try stage.reload(Self.configuration(path, near))
        #expect(ending.holds)
        for address in try HostLookup().addresses(of: "localhost", port: 0) {
            let host = try #require(address.ip)
            #expect(stage.daemon.log.texts.contains { $0.contains("near: listening on ") && $0.contains(host) })
        }
        let nobody = "[service.far]\nlisten = \"not a name:0\"\nhandler = \"echo\""
        let refusal = try stage.reload(Self.configuration(path, nobody))
        #expect(!refusal.holds)
        #expect(refusal.text.contains("not a name:0: "))
        _ = try stage.daemon.stop()
    }
}
