import Glibc
import LinuxSystem
import SystemPackage

extension Descriptor {
    /// A second one that is not in the way of the numbers that a child gets descriptors under.
    func duplicate(above lowest: CInt) throws(Errno) -> Descriptor {
        let number = fcntl(rawValue, F_DUPFD_CLOEXEC, lowest)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        return Descriptor(owning: number)
    }
}
