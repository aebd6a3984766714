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

    /// What an earlier program of this process has made, once it is mapped: that may fail, and then the descriptor is
    /// nobody's, as it was.
    package struct Handed {
        fileprivate let number: CInt
        fileprivate let bytes: UnsafeMutableRawBufferPointer

        /// - Parameter size: what it has to be; nil: whatever it is, up to `limit`.
        package init(_ number: CInt, size: Int? = nil, limit: Int = .max) throws(Errno) {
            var status = stat()
            try systemCall { fstat(number, &status) }
            let found = Int(status.st_size)
            guard found == size ?? found, (1...limit).contains(found) else { throw Errno.invalidArgument }
            self.number = number
            bytes = try SharedMemory.map(number, found)
        }
    }

    package init(adopting handed: Handed) {
        descriptor = Descriptor(owning: handed.number)
        bytes = handed.bytes
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
