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
