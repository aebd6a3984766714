import CLinux
import Glibc
package import SystemPackage

/// An epoll instance whose members are known by a number of the caller's choice.
package struct Poller: ~Copyable {
    package let descriptor: Descriptor

    package init() throws(Errno) {
        descriptor = Descriptor(owning: try systemCall { epoll_create1(CInt(EPOLL_CLOEXEC)) })
    }

    package init(adopting descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Who of several pollers of one member is told that it is readable.
    package enum Trigger: Sendable {
        /// All of them, for as long as it is.
        case level
        /// One of those that wait: the last to begin.
        case exclusive
        /// All of them, each time that something comes in, and once at the beginning.
        case edge

        fileprivate var flags: UInt32 {
            switch self {
            case .level: 0
            case .exclusive: EPOLLEXCLUSIVE.rawValue
            case .edge: EPOLLET.rawValue
            }
        }
    }

    /// Reports `token` when `number` is readable.
    package func add(_ number: CInt, token: UInt64, trigger: Trigger = .level) throws(Errno) {
        var event = epoll_event(events: EPOLLIN.rawValue | trigger.flags, data: epoll_data_t(u64: token))
        try systemCall { epoll_ctl(descriptor.rawValue, EPOLL_CTL_ADD, number, &event) }
    }

    /// What of a member is reported.
    package enum Interest: Sendable {
        case reading
        case writing
        /// Nothing but that the other end is gone, which is reported always.
        case end

        fileprivate var flags: UInt32 {
            switch self {
            case .reading: EPOLLIN.rawValue
            case .writing: EPOLLOUT.rawValue
            case .end: 0
            }
        }
    }

    /// Has another thing of a member reported.
    package func change(_ number: CInt, token: UInt64, to interest: Interest) throws(Errno) {
        var event = epoll_event(events: interest.flags, data: epoll_data_t(u64: token))
        try systemCall { epoll_ctl(descriptor.rawValue, EPOLL_CTL_MOD, number, &event) }
    }

    package func remove(_ number: CInt) throws(Errno) {
        var unused = epoll_event()
        try systemCall { epoll_ctl(descriptor.rawValue, EPOLL_CTL_DEL, number, &unused) }
    }

    /// Waits for at least one member, at most `timeout` (nil: for ever), and appends what is ready, 64 at a time.
    /// Throws `.interrupted` when a signal handler ran.
    package func wait(timeout: Duration?, into ready: inout [UInt64]) throws(Errno) {
        let milliseconds = timeout.map { CInt(clamping: max(0, $0.roundedUpMilliseconds)) } ?? -1
        let buffer = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.batch)
        defer { buffer.deallocate() }
        let count = try systemCall(retryOnInterrupt: false) {
            epoll_wait(descriptor.rawValue, buffer, CInt(Self.batch), milliseconds)
        }
        for index in 0..<Int(count) { ready.append(buffer[index].data.u64) }
    }

    private static let batch = 64
}
