import CLinux
import Glibc
package import SystemPackage

/// Where the blocked signals of this process arrive, as something to poll.
package struct SignalDescriptor: ~Copyable {
    package let descriptor: Descriptor

    /// Blocks exactly `signals`, whatever mask was inherited, and takes them here.
    package init(_ signals: some Sequence<Signal>) throws(Errno) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal.rawValue) }
        sigprocmask(SIG_SETMASK, &set, nil)
        descriptor = Descriptor(
            owning: try systemCall { signalfd(-1, &set, CInt(SFD_CLOEXEC | SFD_NONBLOCK)) })
    }

    /// The next signal that has arrived.
    package func next() -> Signal? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        guard Glibc.read(descriptor.rawValue, &info, size) == size else { return nil }
        return Signal(rawValue: CInt(info.ssi_signo))
    }
}
