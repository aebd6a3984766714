import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("The file of a UNIX socket")
struct UnixPathTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("socket")
    }

    private func listener(backlog: Int = 8) throws -> Descriptor {
        let socket = try Socket.make(.unix)
        try Socket.bind(socket, to: try SocketAddress(unixPath: path))
        try Socket.listen(socket, backlog: backlog)
        return socket
    }

    private func owner(of path: String) -> uid_t? {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_uid : nil
    }

    private func mode(of path: String) -> mode_t {
        var status = stat()
        return lstat(path, &status) == 0 ? status.st_mode : 0
    }

    @Test("where nothing is, nothing is to be done")
    func nothing() throws {
        try UnixPath.removeStale(path)
        try UnixPath.removeStale(folder.path("no/such/folder"))
        #expect(try FileContents.names(in: folder.path) == [])
    }

    @Test("what a dead server left is removed, and its path can be bound again")
    func stale() throws {
        let dead = try listener()
        // Refused from here on, whoever else may still hold the socket.
        try Socket.shutDown(dead.rawValue)
        _ = consume dead
        #expect(FileContents.exists(path))
        try UnixPath.removeStale(path)
        #expect(!FileContents.exists(path))
        let next = try listener()
        #expect(Socket.isListening(next.rawValue))
    }

    @Test("where somebody answers, the path is in use and stays")
    func live() throws {
        let server = try listener()
        #expect(throws: UnixPath.Occupied.self) { try UnixPath.removeStale(path) }
        #expect(Self.reason { () throws(UnixPath.Occupied) in try UnixPath.removeStale(path) } == "inUse")
        #expect(FileContents.exists(path))
        #expect(Socket.isListening(server.rawValue))
    }

    @Test("a server whose queue is full is busy and not dead")
    func full() throws {
        let server = try listener(backlog: 0)
        var clients: [Client] = []
        #expect(throws: Errno.resourceTemporarilyUnavailable) {
            while clients.count < 64 { clients.append(try Client(path)) }
        }
        #expect(Self.reason { () throws(UnixPath.Occupied) in try UnixPath.removeStale(path) } == "inUse")
        #expect(FileContents.exists(path))
        #expect(Socket.isListening(server.rawValue))
    }

    @Test("what is no socket is not touched", arguments: ["file", "folder", "link"])
    func noSocket(kind: String) throws {
        let target = try folder.write("target", bytes: [1, 2, 3])
        switch kind {
        case "file": try folder.write("socket", bytes: [1])
        case "folder": #expect(mkdir(path, 0o755) == 0)
        default: #expect(symlink(target, path) == 0)
        }
        let before = mode(of: path)
        #expect(Self.reason { () throws(UnixPath.Occupied) in try UnixPath.removeStale(path) } == "notASocket")
        #expect(mode(of: path) == before)
        #expect(try FileContents.read(target, limit: 8) == [1, 2, 3])
    }

    @Test("the file that was bound is removed")
    func removed() throws {
        let server = try listener()
        let bound = try UnixPath(bound: path)
        bound.remove()
        #expect(!FileContents.exists(path))
        bound.remove()
        #expect(Socket.isListening(server.rawValue))
    }

    @Test("a file that somebody put in its place stays")
    func replaced() throws {
        // The open socket keeps the number of its file from being given away.
        let server = try listener()
        let bound = try UnixPath(bound: path)
        #expect(rename(try folder.write("other", bytes: [7]), path) == 0)
        bound.remove()
        #expect(try FileContents.read(path, limit: 8) == [7])
        #expect(Socket.isListening(server.rawValue))
    }

    @Test("nil leaves owner and group alone")
    func owner() throws {
        let server = try listener()
        try UnixPath(bound: path).setOwner(nil, group: nil)
        var status = stat()
        #expect(lstat(path, &status) == 0)
        #expect(status.st_uid == geteuid())
        #expect(status.st_gid == getegid())
        #expect(Socket.isListening(server.rawValue))
    }

    @Test(
        "the file gets its owner, not what a link in its place leads to", .needs(Need.root)
    )
    func ownerOfLink() throws {
        let server = try listener()
        let bound = try UnixPath(bound: path)
        let stranger = try folder.write("stranger")
        try bound.setOwner(65_534, group: nil)
        #expect(owner(of: path) == 65_534)
        #expect(unlink(path) == 0)
        #expect(symlink(stranger, path) == 0)
        try bound.setOwner(65_534, group: nil)
        #expect(owner(of: stranger) == 0)
        #expect(Socket.isListening(server.rawValue))
    }

    @Test("there is nothing to remember where nothing was bound")
    func notBound() {
        #expect(throws: Errno.noSuchFileOrDirectory) { try UnixPath(bound: path) }
    }

    /// One that waits in the queue.
    private final class Client {
        private let socket: Descriptor

        init(_ path: String) throws {
            socket = try Socket.make(.unix)
            try socket.setNonblocking(true)
            try Socket.connect(socket, to: try SocketAddress(unixPath: path))
        }
    }

    private static func reason(_ body: () throws(UnixPath.Occupied) -> Void) -> String {
        do { try body() } catch {
            return switch error {
            case .inUse: "inUse"
            case .notASocket: "notASocket"
            case .system(let error): "\(error)"
            }
        }
        return "free"
    }
}
