import CLinux
import Glibc
package import SystemPackage

/// Descriptor 2 of this process, written so that nothing behind it makes this process wait or die.
package enum StandardError {
    /// Writes up to a page at once. Throws `.resourceTemporarilyUnavailable` where it would have waited or only a
    /// part was taken, `.brokenPipe` where nobody reads, `.badFileDescriptor` where descriptor 2 is closed.
    package static func write(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        var status = stat()
        try systemCall { fstat(number, &status) }
        let count =
            switch status.st_mode & S_IFMT {
            case S_IFSOCK: try Socket.send(number, bytes, wait: false)
            case S_IFREG: try systemCall { Glibc.write(number, bytes.baseAddress, bytes.count) }
            default: try withoutPipeSignal { () throws(Errno) in try writeAtOnce(bytes) }
            }
        guard count == bytes.count else { throw .resourceTemporarilyUnavailable }
    }

    private static let number: CInt = 2

    /// Writes through a description of our own: O_NONBLOCK on descriptor 2 would hold for whoever shares it, a
    /// shell for instance; and between poll() and write() another process may fill the pipe.
    private static func writeAtOnce(_ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
        guard let ours = reopened() else { return try writeWherePollAllows(bytes) }
        return try ours.write(bytes)
    }

    private static func reopened() -> Descriptor? {
        let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        guard let opened = try? systemCall({ open("/proc/self/fd/2", flags) }) else { return nil }
        return Descriptor(owning: opened)
    }

    /// For a process without /proc, or whose user has changed and may no longer open what it was given.
    private static func writeWherePollAllows(_ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int {
        var entry = pollfd(fd: number, events: CShort(POLLOUT), revents: 0)
        guard try systemCall({ poll(&entry, 1, 0) }) > 0 else { throw .resourceTemporarilyUnavailable }
        return try systemCall { Glibc.write(number, bytes.baseAddress, bytes.count) }
    }

    /// Holds SIGPIPE back from this thread and takes the one that `body` caused: no disposition is touched.
    private static func withoutPipeSignal(_ body: () throws(Errno) -> Int) throws(Errno) -> Int {
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        var earlier = sigset_t()
        sigpending(&earlier)
        var mask = sigset_t()
        pthread_sigmask(SIG_BLOCK, &pipe, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        do {
            return try body()
        } catch {
            if error == .brokenPipe && sigismember(&earlier, SIGPIPE) == 0 {
                var now = timespec()
                sigtimedwait(&pipe, nil, &now)
            }
            throw error
        }
    }
}
