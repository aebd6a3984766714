import CLinux
import Glibc

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
