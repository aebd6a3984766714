import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

extension TemporaryFolder {
    /// Permission bits, owner and group of a file in it; nil where there is none.
    func status(of name: String) -> (mode: UInt32, owner: UInt32, group: UInt32, inode: UInt)? {
        var status = stat()
        guard lstat(path(name), &status) == 0 else { return nil }
        return (status.st_mode & 0o7777, status.st_uid, status.st_gid, status.st_ino)
    }

    /// A socket that is bound to a name in it, listening or dead, without the library's help.
    func socket(_ name: String, listening: Bool) throws -> Descriptor {
        let socket = try Socket.make(.unix)
        try Socket.bind(socket, to: try SocketAddress(unixPath: path(name)))
        if listening { try Socket.listen(socket, backlog: 8) }
        return socket
    }
}
