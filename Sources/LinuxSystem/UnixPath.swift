import CLinux
import Glibc
package import SystemPackage

/// The file that a UNIX socket leaves in the file system: who may use it, whose it is, when it goes.
package struct UnixPath: Sendable {
    package let path: String
    /// Which file it is, so that we never unlink one that another daemon put in its place. The socket holds on to its
    /// file, so no other gets these numbers as long as anybody holds the socket.
    package let file: FileIdentity

    package enum Occupied: Error {
        case inUse
        case notASocket
        case system(Errno)
    }

    /// Frees `path` of a socket that a dead server left; throws where somebody answers on it or it is no socket.
    package static func removeStale(_ path: String) throws(Occupied) {
        guard let status = status(of: path) else { return }
        guard status.st_mode & S_IFMT == S_IFSOCK else { throw .notASocket }
        do {
            let probe = try Socket.make(.unix)
            try probe.setNonblocking(true)
            try Socket.connect(probe, to: try SocketAddress(unixPath: path))
        } catch Errno.connectionRefused {
            do { try systemCall { unlink(path) } } catch { throw .system(error) }
            return
        } catch Errno.noSuchFileOrDirectory {
            return
        } catch Errno.resourceTemporarilyUnavailable {
            // Its queue is full: busy, and so alive.
            throw .inUse
        } catch {
            throw .system(error)
        }
        throw .inUse
    }

    /// Remembers the socket file that was just bound.
    package init(bound path: String) throws(Errno) {
        var status = stat()
        try systemCall { lstat(path, &status) }
        self.init(path, file: FileIdentity(status))
    }

    /// The file that an earlier process bound.
    package init(_ path: String, file: FileIdentity) {
        self.path = path
        self.file = file
    }

    /// Whether the path still leads to the file.
    package var isInPlace: Bool { Self.status(of: path).map(FileIdentity.init) == file }

    /// nil leaves the owner or the group as it is. Not through a link that somebody put in the file's place.
    package func setOwner(_ user: UInt32?, group: UInt32?) throws(Errno) {
        try systemCall { lchown(path, user ?? uid_t.max, group ?? gid_t.max) }
    }

    /// Removes the file if it is still the one that was bound.
    package func remove() {
        if isInPlace { unlink(path) }
    }

    private static func status(of path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }
}
