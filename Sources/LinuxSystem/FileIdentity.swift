import Glibc
package import SystemPackage

/// Which file a descriptor leads to, whatever its name: the numbers of its device and inode.
package struct FileIdentity: Hashable, Sendable {
    package let device: UInt64
    package let inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }

    package init(of number: CInt) throws(Errno) {
        var status = stat()
        try systemCall { fstat(number, &status) }
        self.init(status)
    }

    init(_ status: stat) {
        self.init(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }
}
