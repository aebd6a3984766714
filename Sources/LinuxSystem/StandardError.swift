import CLinux
import Glibc
package import SystemPackage

/// Where a log goes, descriptor 2 or a copy of it, written so that nothing behind it makes this process wait or die.
package enum StandardError {
    /// A copy that stays what it is when descriptor 2 becomes something else, close-on-exec.
    package static func duplicate() throws(Errno) -> CInt {
        try systemCall { fcntl(2, F_DUPFD_CLOEXEC, 3) }
    }

    /// Makes descriptor 2 one on which a writer waits for room, as programs expect it.
    package static func waitForRoom() throws(Errno) {
        let flags = try systemCall { fcntl(2, F_GETFL) }
        if flags & O_NONBLOCK != 0 { try systemCall { fcntl(2, F_SETFL, flags & ~O_NONBLOCK) } }
    }

    /// Writes up to a page at once. Throws `.resourceTemporarilyUnavailable` where it would have waited or only a
    /// part was taken, `.brokenPipe` where nobody reads, `.badFileDescriptor` where the descriptor is closed.
    package static func write(_ bytes: UnsafeRawBufferPointer, to number: CInt = 2) throws(Errno) {
        var status = stat()
        try systemCall { fstat(number, &status) }
        let count =
            switch status.st_mode & S_IFMT {
            case S_IFSOCK: try Socket.send(number, bytes, wait: false)
            case S_IFREG: try systemCall { Glibc.write(number, bytes.baseAddress, bytes.count) }
            default: try withoutPipeSignal { () throws(Errno) in try writeAtOnce(bytes, number) }
            }
        guard count == bytes.count else { throw .resourceTemporarilyUnavailable }
    }

    /// Writes through a description of our own: O_NONBLOCK on the descriptor would hold for whoever shares it, a
    /// shell for instance; and between poll() and write() another process may fill the pipe.
    private static func writeAtOnce(_ bytes: UnsafeRawBufferPointer, _ number: CInt) throws(Errno) -> Int {
        guard let ours = reopened(number) else { return try writeWherePollAllows(bytes, number) }
        return try ours.write(bytes)
    }

    private static func reopened(_ number: CInt) -> Descriptor? {
        let flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
        guard let opened = try? systemCall({ open("/proc/self/fd/\(number)", flags) }) else { return nil }
        return Descriptor(owning: opened)
    }

    /// For a process without /proc, or whose user has changed and may no longer open what it was given.
    private static func writeWherePollAllows(_ bytes: UnsafeRawBufferPointer, _ number: CInt) throws(Errno) -> Int {
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
