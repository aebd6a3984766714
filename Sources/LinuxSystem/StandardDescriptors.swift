import CLinux
import Glibc
package import SystemPackage

/// Descriptors 0 to 2 of this process.
package enum StandardDescriptors {
    /// Opens /dev/null on each that is closed, so that no socket of ours ever becomes somebody's stderr.
    package static func ensureOpen() throws(Errno) {
        for number in CInt(0)...2 where fcntl(number, F_GETFD) < 0 {
            let opened = try systemCall { open("/dev/null", O_RDWR) }
            if opened != number {
                try systemCall { dup2(opened, number) }
                _ = close(opened)
            }
        }
    }

    /// Makes descriptor 0 an empty input: a daemon reads nothing from the terminal it was started on.
    package static func closeInput() throws(Errno) {
        let null = Descriptor(owning: try systemCall { open("/dev/null", O_RDONLY | O_CLOEXEC) })
        try systemCall { dup2(null.rawValue, 0) }
    }

    /// Makes descriptor 1 what 2 is.
    package static func joinOutput() throws(Errno) {
        try systemCall { dup2(2, 1) }
    }

    /// Closes every descriptor above 2 but those named, and gives up the room that others had.
    package static func closeOthers(keeping kept: [CInt]) throws(Errno) {
        try kept.withUnsafeBufferPointer { kept throws(Errno) in try closeOthers(keeping: kept) }
    }

    /// The same. Allocates nothing: each new worker comes by.
    package static func closeOthers(keeping kept: UnsafeBufferPointer<CInt>) throws(Errno) {
        var highest: CInt = 2
        for number in kept where number > highest { highest = number }
        // First, for how many there are is seen while the lowest are there.
        try systemCall { clinux_descriptor_table_cut(CUnsignedInt(highest) + 1) }
        var low: CInt = 3
        while let number = lowest(of: kept, from: low) {
            if number > low { try closeRange(CUnsignedInt(low), CUnsignedInt(number) - 1) }
            low = number + 1
        }
    }

    private static func lowest(of numbers: UnsafeBufferPointer<CInt>, from low: CInt) -> CInt? {
        var lowest: CInt?
        for number in numbers where number >= low && number < lowest ?? .max { lowest = number }
        return lowest
    }

    private static func closeRange(_ first: CUnsignedInt, _ last: CUnsignedInt) throws(Errno) {
        try systemCall { close_range(first, last, 0) }
    }
}
