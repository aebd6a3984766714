import CLinux
import Glibc
import LinuxSystem
import SystemPackage

/// An epoll instance that tells of each change once, so that a connection costs one epoll_ctl() in its life.
struct EventQueue: ~Copyable {
    struct Event {
        let slot: Int
        /// The server has ended its side in good order: no byte comes behind those that are there.
        let isLast: Bool
        /// The connection is broken: the next read but those that are there tells how.
        let isBroken: Bool
        let isWritable: Bool
    }

    private let descriptor: Descriptor
    private let buffer = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: 256)
    private var count = 0

    init() throws(Errno) {
        let number = epoll_create1(CInt(EPOLL_CLOEXEC))
        guard number >= 0 else {
            buffer.deallocate()
            throw Errno(rawValue: errno)
        }
        descriptor = Descriptor(owning: number)
    }

    deinit {
        buffer.deallocate()
    }

    /// - Parameter writing: also tells when the connection is made, or takes bytes again.
    func add(_ number: CInt, slot: Int, writing: Bool) throws(Errno) {
        var flags = EPOLLIN.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        if writing { flags |= EPOLLOUT.rawValue }
        var event = epoll_event(events: flags, data: epoll_data_t(u64: UInt64(slot)))
        guard epoll_ctl(descriptor.rawValue, EPOLL_CTL_ADD, number, &event) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Waits for events, which `event(at:)` then tells.
    /// - Returns: how many.
    mutating func wait(atMost time: Duration) -> Int {
        let milliseconds = CInt(clamping: max(0, time.roundedUpMilliseconds))
        count = max(0, Int(epoll_wait(descriptor.rawValue, buffer.baseAddress, CInt(buffer.count), milliseconds)))
        return count
    }

    func event(at index: Int) -> Event {
        precondition(index < count)
        let event = buffer[index]
        let isBroken = event.events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
        return Event(
            slot: Int(event.data.u64),
            isLast: !isBroken && event.events & EPOLLRDHUP.rawValue != 0, isBroken: isBroken,
            isWritable: event.events & EPOLLOUT.rawValue != 0)
    }
}
