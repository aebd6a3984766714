import CLinux
import Glibc
package import SystemPackage

/// Who may use a UNIX path that was bound before.
extension UnixPath {
    /// Gives the file what one that is bound now would have; nil stands for what that is by itself: less the umask, and
    /// this process's user and group or, where the folder hands it down, the folder's group.
    package func setPermissions(mode: UInt32?, owner: UInt32?, group: UInt32?) throws(Errno) {
        // Opened, so that nothing that is put in its place meanwhile can be meant.
        let opened = Descriptor(owning: try systemCall { open(path, CInt(CLINUX_O_PATH) | O_NOFOLLOW | O_CLOEXEC) })
        guard try FileIdentity(of: opened.rawValue) == file else { throw .noSuchFileOrDirectory }
        var status = stat()
        try systemCall { fstat(opened.rawValue, &status) }
        let wanted = (mode: mode ?? Self.ownMode, owner: owner ?? geteuid())
        let wantedGroup = if let group { group } else { try ownGroup }
        // chmod(2) has no form for a descriptor that was opened as a path only, and this is one for both.
        let link = "/proc/self/fd/\(opened.rawValue)"
        // Only where something differs, for not every daemon may.
        if status.st_uid != wanted.owner || status.st_gid != wantedGroup {
            try systemCall { chown(link, wanted.owner, wantedGroup) }
        }
        if status.st_mode & 0o7777 != wanted.mode { try systemCall { chmod(link, wanted.mode) } }
    }

    private static var ownMode: UInt32 {
        let mask = umask(0)
        umask(mask)
        return 0o777 & ~mask
    }

    private var ownGroup: UInt32 {
        get throws(Errno) {
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
            var status = stat()
            try systemCall { stat(folder, &status) }
            return status.st_mode & S_ISGID != 0 ? status.st_gid : getegid()
        }
    }
}
