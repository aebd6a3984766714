import Glibc
import SystemPackage

/// Second descriptors of what the library owns, for tests that play systemd.
enum Duplicate {
    static func of(_ number: CInt) throws -> CInt {
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw Errno(rawValue: errno) }
        return copy
    }
}
