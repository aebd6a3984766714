import Glibc
import LinuxSystem
import Prefork
import SystemPackage
import TestSupport
import Testing

@Suite("A UNIX listener", .daemonLogs)
struct UnixListenerTests {
    private func configuration(_ path: String, _ more: String = "") -> String {
        """
        [service.local]
        listen = "unix:\(path)"
        handler = "echo"
        \(more)
        """
    }

    @Test("serves at its path, and takes the path away when it stops")
    func path() throws {
        let folder = try TemporaryFolder()
        let daemon = try DaemonProcess(configuration(folder.path("a.sock")))
        let client = try TestClient(SocketAddress(unixPath: folder.path("a.sock")))
        #expect(try client.exchange("hello") == "hello")
        client.close()
        #expect(try daemon.stop() == .exited(0))
        #expect(try FileContents.names(in: folder.path) == [])
    }

    @Test("serves under an abstract name")
    func abstract() throws {
        let name = "preforkd-end-to-end-\(ThisProcess.pid)"
        let daemon = try DaemonProcess(configuration("@\(name)"))
        let client = try TestClient(SocketAddress(unixAbstract: name))
        #expect(try client.exchange("hello") == "hello")
        client.close()
        #expect(try daemon.stop() == .exited(0))
        #expect(connectError(try SocketAddress(unixAbstract: name)) == .connectionRefused)
    }

    @Test("has the mode, the owner and the group that were asked for", .needsRoot)
    func ownership() throws {
        let folder = try TemporaryFolder()
        let options = "socket = { mode = \"0620\", owner = \"nobody\", group = \"64124\" }"
        let daemon = try DaemonProcess(configuration(folder.path("a.sock"), options))
        var status = stat()
        #expect(lstat(folder.path("a.sock"), &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o620)
        #expect(status.st_uid == UserDatabase.user("nobody")?.id)
        #expect(status.st_gid == 64_124)
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("takes the place of a socket that a dead server left")
    func stale() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.sock")
        let dead = try Socket.make(.unix)
        try Socket.bind(dead, to: SocketAddress(unixPath: path))
        try dead.close()
        let daemon = try DaemonProcess(configuration(path))
        #expect(try TestClient(SocketAddress(unixPath: path)).exchange("hello") == "hello")
        #expect(try daemon.stop() == .exited(0))
    }

    @Test("leaves alone a server that lives, whose path goes on being its own")
    func live() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.sock")
        let other = try Listener("unix:\(path)")
        let outcome = try refused(path)
        #expect(outcome.error.contains("unix:\(path): another server answers there"))
        #expect(try other.acceptIfWaiting()?.peer.family == .unix)
        #expect(connectError(other.address) == nil)
    }

    @Test("leaves alone what is no socket")
    func notASocket() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.sock", "a letter")
        #expect(try refused(path).error.contains("unix:\(path): the path exists and is not a socket"))
        #expect(try FileContents.read(path, limit: 100) == Array("a letter".utf8))
    }

    @Test("does not take away, at its stop, what another put in its place")
    func replaced() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a.sock")
        let daemon = try DaemonProcess(configuration(path))
        unlink(path)
        let other = try Listener("unix:\(path)")
        #expect(try daemon.stop() == .exited(0))
        #expect(connectError(other.address) == nil)
    }

    private func refused(_ path: String) throws -> Outcome {
        let folder = try TemporaryFolder()
        let file = try folder.write("preforkd.toml", configuration(path))
        let outcome = try Program.preforkd("--config", file, "--log-level", "error")
        #expect(outcome.status == .exited(71), "\(outcome)")
        #expect(outcome.errorLines.count == 1, "\(outcome)")
        return outcome
    }
}
