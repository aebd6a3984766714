import CLinux
import Glibc
package import SystemPackage

/// An eventfd: any process that holds it can wake the one that polls it, and many wakes are one.
package struct EventCounter: ~Copyable {
    package let descriptor: Descriptor

    package init() throws(Errno) {
        descriptor = Descriptor(owning: try systemCall { eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK)) })
    }

    package init(adopting descriptor: consuming Descriptor) {
        self.descriptor = descriptor
    }

    /// Wakes the reader, by a descriptor that somebody else may own. A counter that is already full has woken it too.
    package static func signal(_ number: CInt) {
        _ = eventfd_write(number, 1)
    }

    /// Takes every wake that came so far.
    package func clear() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor.rawValue, &count)
    }
}
