import Glibc
import LinuxSystem
import SystemPackage

/// A second descriptor of an open file, far from the numbers that a child gets descriptors under.
final class HighDescriptor: Sendable {
    private let descriptor: Descriptor

    init(_ original: borrowing Descriptor) throws(Errno) {
        descriptor = Descriptor(owning: try Self.unowned(original))
    }

    /// One that stays open as long as this process lives.
    static func unowned(_ original: borrowing Descriptor) throws(Errno) -> CInt {
        let number = fcntl(original.rawValue, F_DUPFD_CLOEXEC, 1_000)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        return number
    }

    var number: CInt { descriptor.rawValue }
}
