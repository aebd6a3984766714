import CLinux
import Glibc
package import SystemPackage

/// A signal by its number.
package struct Signal: RawRepresentable, Hashable, Sendable {
    package let rawValue: CInt

    package init(rawValue: CInt) {
        self.rawValue = rawValue
    }

    package static let alarm = Signal(rawValue: SIGALRM)
    package static let child = Signal(rawValue: SIGCHLD)
    package static let hangup = Signal(rawValue: SIGHUP)
    package static let interrupt = Signal(rawValue: SIGINT)
    package static let quit = Signal(rawValue: SIGQUIT)
    package static let io = Signal(rawValue: SIGIO)
    package static let kill = Signal(rawValue: SIGKILL)
    package static let terminalStop = Signal(rawValue: SIGTSTP)
    package static let terminalInput = Signal(rawValue: SIGTTIN)
    package static let terminalOutput = Signal(rawValue: SIGTTOU)
    package static let user1 = Signal(rawValue: SIGUSR1)
    package static let user2 = Signal(rawValue: SIGUSR2)
    package static let fileSize = Signal(rawValue: SIGXFSZ)
    package static let pipe = Signal(rawValue: SIGPIPE)
    package static let terminate = Signal(rawValue: SIGTERM)
    package static let resume = Signal(rawValue: SIGCONT)

    /// The name without "SIG", as kill(1) lists it.
    package var name: String {
        sigabbrev_np(rawValue).map { String(cString: $0) } ?? "\(rawValue)"
    }

    package func ignore() {
        Glibc.signal(rawValue, SIG_IGN)
    }

    package func restoreDefault() {
        Glibc.signal(rawValue, SIG_DFL)
    }
}

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

/// Which signals this process holds back.
package enum SignalMask {
    /// These beside what is held back already.
    package static func block(_ signals: some Sequence<Signal>) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal.rawValue) }
        sigprocmask(SIG_BLOCK, &set, nil)
    }

    package static func unblockAll() {
        var none = sigset_t()
        sigemptyset(&none)
        sigprocmask(SIG_SETMASK, &none, nil)
    }
}
