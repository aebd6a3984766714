import CLinux
import Glibc
package import SystemPackage

/// A memfd mapped into this process and, after fork, into its children.
package struct SharedMemory: ~Copyable {
    package let descriptor: Descriptor
    package let bytes: UnsafeMutableRawBufferPointer

    /// `size` zeroed bytes that can neither shrink nor grow. The name shows in /proc/PID/fd.
    package init(name: String, size: Int) throws(Errno) {
        let descriptor = Descriptor(
            owning: try systemCall { memfd_create(name, CUnsignedInt(CLINUX_MFD_CLOEXEC | CLINUX_MFD_ALLOW_SEALING)) })
        try systemCall { ftruncate(descriptor.rawValue, size) }
        try systemCall {
            fcntl(descriptor.rawValue, CInt(CLINUX_F_ADD_SEALS), CInt(CLINUX_F_SEAL_SHRINK | CLINUX_F_SEAL_GROW))
        }
        bytes = try Self.map(descriptor.rawValue, size)
        self.descriptor = descriptor
    }

    /// What an earlier program of this process has made and is `size` bytes long.
    package init(adopting descriptor: consuming Descriptor, size: Int) throws(Errno) {
        var status = stat()
        try systemCall { fstat(descriptor.rawValue, &status) }
        guard status.st_size == size else { throw Errno.invalidArgument }
        bytes = try Self.map(descriptor.rawValue, size)
        self.descriptor = descriptor
    }

    private static func map(_ number: CInt, _ size: Int) throws(Errno) -> UnsafeMutableRawBufferPointer {
        let address = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, number, 0)
        guard let address, address != MAP_FAILED else { throw Errno(rawValue: errno) }
        return UnsafeMutableRawBufferPointer(start: address, count: size)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }
}
