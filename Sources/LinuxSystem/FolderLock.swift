import Glibc
package import SystemPackage

/// A folder that one process at a time has to itself among those that ask for it, until the owner lets go.
package struct FolderLock: ~Copyable {
    private let descriptor: Descriptor

    /// Does not wait: throws `.resourceTemporarilyUnavailable` while somebody else has it.
    package init(_ path: String) throws(Errno) {
        let folder = Descriptor(owning: try systemCall { open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
        try systemCall { flock(folder.rawValue, LOCK_EX | LOCK_NB) }
        descriptor = folder
    }
}
