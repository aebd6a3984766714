import CLinux
import Glibc
package import SystemPackage

/// Describes a crash of this process on stderr before it ends: the signal, and a backtrace.
package enum CrashHandler {
    /// For this process and each that it forks. See `crash.h`.
    package static func install() throws(Errno) {
        try systemCall { clinux_crash_install() }
    }

    /// Keeps backtraces complete after chroot(2). Where that fails, they have plain addresses.
    package static func prepareForChroot() {
        _ = clinux_crash_enter_chroot()
    }
}
