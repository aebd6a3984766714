import CLinux
import Glibc
package import SystemPackage

/// Wakes this process when a child of it ends.
package struct ChildWatch: ~Copyable {
    private let signals: SignalDescriptor

    /// Blocks SIGCHLD and no other signal.
    package init() throws(Errno) {
        signals = try SignalDescriptor([.child])
    }

    /// What there is to look at.
    package struct News: Sendable {
        /// A child may have ended.
        package var child = false
        package var isReadable = false
    }

    /// Waits until a child ends or there is something to read from `number`; no news where the time ran out first, or a
    /// signal came.
    package func wait(beside number: CInt, until end: Duration?) -> News {
        var entries = (
            pollfd(fd: signals.descriptor.rawValue, events: CShort(POLLIN), revents: 0),
            pollfd(fd: number, events: CShort(POLLIN), revents: 0)
        )
        let left = end.map { CInt(clamping: max(.zero, $0 - MonotonicClock.now()).roundedUpMilliseconds) } ?? -1
        let count = withUnsafeMutableBytes(of: &entries) { poll($0.bindMemory(to: pollfd.self).baseAddress, 2, left) }
        guard count > 0 else { return News() }
        let isChild = entries.0.revents != 0
        if isChild { _ = signals.next() }
        return News(child: isChild, isReadable: entries.1.revents != 0)
    }
}
