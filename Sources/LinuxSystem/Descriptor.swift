import CLinux
import Glibc
public import SystemPackage

/// An open file descriptor with exactly one owner, closed when the owner lets go of it.
public struct Descriptor: ~Copyable, Sendable {
    /// The number of the descriptor, for calls that this library does not wrap. It stays owned here.
    public let rawValue: CInt

    /// Takes ownership of an open descriptor.
    package init(owning rawValue: CInt) {
        precondition(rawValue >= 0, "a descriptor is never negative")
        self.rawValue = rawValue
    }

    deinit {
        _ = Glibc.close(rawValue)
    }

    /// Closes the descriptor now, rather than when its owner lets go of it.
    /// - Throws: `Errno` as close(2) names it, which matters after writing. The descriptor is closed all the same.
    public consuming func close() throws(Errno) {
        let number = rawValue
        discard self
        // Linux frees the descriptor even when close() is interrupted: never again on EINTR.
        try systemCall(retryOnInterrupt: false) { Glibc.close(number) }
    }

    /// Gives up ownership.
    /// - Returns: the number of the descriptor, which stays open until the caller closes it.
    public consuming func release() -> CInt {
        let number = rawValue
        discard self
        return number
    }

    /// A second descriptor of the same open file, close-on-exec.
    package func duplicate() throws(Errno) -> Descriptor {
        Descriptor(owning: try systemCall { fcntl(rawValue, F_DUPFD_CLOEXEC, 3) })
    }

    /// Makes descriptor 2 a second one of the same open file, also for programs that this process runs.
    package func becomeStandardError() throws(Errno) {
        try systemCall { dup2(rawValue, 2) }
    }

    /// Lets go of the open file and keeps the number, under which there is nothing to read from here on.
    package func leaveFile() throws(Errno) {
        let null = Descriptor(owning: try systemCall { open("/dev/null", O_RDONLY | O_CLOEXEC) })
        try systemCall { dup3(null.rawValue, rawValue, O_CLOEXEC) }
    }

    package func setNonblocking(_ nonblocking: Bool) throws(Errno) {
        let flags = try systemCall { fcntl(rawValue, F_GETFL) }
        let wanted = nonblocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK
        if wanted != flags { try systemCall { fcntl(rawValue, F_SETFL, wanted) } }
    }

    /// Reads up to the buffer's size; 0 is end-of-file.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        try systemCall { Glibc.read(rawValue, buffer.baseAddress, buffer.count) }
    }

    /// Writes once and tells how much the kernel took.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
        try systemCall { Glibc.write(rawValue, bytes.baseAddress, bytes.count) }
    }

    /// Whether reading would return at once.
    package func isReadable() throws(Errno) -> Bool {
        try wait(for: CShort(POLLIN), timeout: .zero)
    }

    /// Waits until reading would return; false where the time ran out or a signal came.
    package func waitReadable(timeout: Duration?) throws(Errno) -> Bool {
        try wait(for: CShort(POLLIN), timeout: timeout)
    }

    private func wait(for events: CShort, timeout: Duration?) throws(Errno) -> Bool {
        var entry = pollfd(fd: rawValue, events: events, revents: 0)
        let milliseconds = timeout.map { CInt(clamping: max(0, $0.roundedUpMilliseconds)) } ?? -1
        do {
            return try systemCall(retryOnInterrupt: false) { poll(&entry, 1, milliseconds) } > 0
        } catch .interrupted {
            return false
        }
    }
}

extension Optional where Wrapped == Descriptor {
    /// The number of the descriptor, where there is one. Optional chaining would take it away from its owner.
    package var number: CInt? {
        switch self {
        case .none: nil
        case .some(let descriptor): descriptor.rawValue
        }
    }
}

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
