import CLinux
import Glibc
package import SystemPackage

/// Both ends of a new pipe, close-on-exec.
package struct Pipe: ~Copyable {
    package let readEnd: Descriptor
    package let writeEnd: Descriptor

    /// - Parameter nonblocking: both ends.
    package init(nonblocking: Bool = false) throws(Errno) {
        let flags = O_CLOEXEC | (nonblocking ? O_NONBLOCK : 0)
        var ends: (CInt, CInt) = (-1, -1)
        try systemCall {
            withUnsafeMutableBytes(of: &ends) { pipe2($0.bindMemory(to: CInt.self).baseAddress, flags) }
        }
        readEnd = Descriptor(owning: ends.0)
        writeEnd = Descriptor(owning: ends.1)
    }

    /// Both ends, each for its own owner.
    package consuming func split() -> (readEnd: CInt, writeEnd: CInt) { (readEnd.release(), writeEnd.release()) }

    /// Closes the end that is written to and hands out the other.
    package consuming func takeReadEnd() -> Descriptor { readEnd }

    /// Closes the end that is read and hands out the other.
    package consuming func takeWriteEnd() -> Descriptor { writeEnd }
}
