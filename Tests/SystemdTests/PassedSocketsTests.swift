import Glibc
import LinuxSystem
import Testing

@Suite("Sockets that the service manager passes")
struct PassedSocketsTests {
    @Test("each is taken under its name, several of one name in their order")
    func names() throws {
        let sockets = try Passed()
        let lines = try sockets.take(["web", "admin"], names: "web:admin:web:spare")
        #expect(
            lines.prefix(3) == [
                "web 3 \(try sockets.inode(0))", "web 5 \(try sockets.inode(2))", "admin 4 \(try sockets.inode(1))",
            ])
        #expect(lines.contains("left spare"))
    }

    @Test("they are close-on-exec, and nothing announces them any more")
    func taken() throws {
        let lines = try Passed().take(["web"], names: "web:web:web:web")
        #expect(lines.contains("close-on-exec true"))
        #expect(lines.contains("again 0"))
        #expect(lines.contains("environment false"))
    }

    @Test("what was not taken is closed with its owner, what was taken with its own")
    func closed() throws {
        #expect(try Passed().take(["web"], names: "web:admin:web:spare").last == "open []")
    }

    @Test("without a name in the environment systemd's placeholder is the name")
    func unnamed() throws {
        let lines = try Passed().take(["web"], names: nil)
        #expect(lines.contains("left unknown unknown unknown unknown"))
    }

    @Test("another process's are left alone")
    func stranger() throws {
        let outcome = try Fixture.run("sockets", "web", environment: ["LISTEN_PID=1", "LISTEN_FDS=2"])
        #expect(outcome.lines.first == "left ")
    }
}

/// Four sockets, passed as systemd would.
private struct Passed: ~Copyable {
    private let sockets: [HighSocket]

    init() throws {
        sockets = try (0..<4).map { _ in try HighSocket() }
    }

    func inode(_ index: Int) throws -> UInt64 {
        try FileIdentity(of: sockets[index].number).inode
    }

    func take(_ wanted: [String], names: String?) throws -> [String] {
        // Only the process itself knows its number in time, as in systemd the child between fork and exec.
        let script = "LISTEN_PID=$$ exec \"$0\" \"$@\""
        let outcome = try Command(
            arguments: ["sh", "-c", script, Fixture.path, "sockets"] + wanted,
            environment: ["LISTEN_FDS=4"] + (names.map { ["LISTEN_FDNAMES=\($0)"] } ?? []),
            descriptors: Dictionary(uniqueKeysWithValues: sockets.enumerated().map { (CInt($0 + 3), $1.number) })
        ).run()
        #expect(outcome.status == 0)
        return outcome.lines
    }
}

/// A socket with a number far above those that a child gets it under, which dup2 would else overwrite too early.
private final class HighSocket {
    private let socket: Descriptor
    var number: CInt { socket.rawValue }

    init() throws {
        let low = try Socket.make(.unix)
        socket = Descriptor(owning: fcntl(low.rawValue, F_DUPFD_CLOEXEC, 100))
    }
}
