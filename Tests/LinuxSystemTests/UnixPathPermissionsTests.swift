import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

@Suite("Who may use a UNIX path that was bound before")
struct UnixPathPermissionsTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("socket")
    }

    private func bound() throws -> Descriptor {
        let socket = try Socket.make(.unix)
        try Socket.bind(socket, to: try SocketAddress(unixPath: path))
        return socket
    }

    private func facts(_ path: String) -> [UInt32] {
        var status = stat()
        guard lstat(path, &status) == 0 else { return [] }
        return [status.st_mode & 0o7777, status.st_uid, status.st_gid]
    }

    @Test(
        "it gets what it is asked for, and afterwards what one that is bound now would have",
        .needs(Need.root))
    func changes() throws {
        let socket = try bound()
        let fresh = facts(path)
        let file = try UnixPath(bound: path)
        try file.setPermissions(mode: 0o640, owner: 65_534, group: 64_124)
        #expect(facts(path) == [0o640, 65_534, 64_124])
        try file.setPermissions(mode: nil, owner: nil, group: nil)
        #expect(facts(path) == fresh)
        _ = consume socket
    }

    @Test("a folder that hands down its group does so", .needs(Need.root))
    func folderGroup() throws {
        let socket = try bound()
        #expect(chown(folder.path, 0, 64_124) == 0)
        #expect(chmod(folder.path, 0o2755) == 0)
        try UnixPath(bound: path).setPermissions(mode: 0o600, owner: nil, group: nil)
        #expect(facts(path) == [0o600, 0, 64_124])
        _ = consume socket
    }

    @Test("what was put in its place is left as it is, and a link is not followed", arguments: [false, true])
    func replaced(isLink: Bool) throws {
        let socket = try bound()
        let file = try UnixPath(bound: path)
        #expect(file.isInPlace)
        unlink(path)
        #expect(!file.isInPlace)
        let other = folder.path("other")
        let next = try Socket.make(.unix)
        try Socket.bind(next, to: try SocketAddress(unixPath: other))
        if isLink { symlink(other, path) } else { rename(other, path) }
        let before = facts(isLink ? other : path)
        #expect(throws: Errno.noSuchFileOrDirectory) { try file.setPermissions(mode: 0, owner: nil, group: nil) }
        #expect(facts(isLink ? other : path) == before)
        #expect(!file.isInPlace)
        _ = consume socket
    }
}
