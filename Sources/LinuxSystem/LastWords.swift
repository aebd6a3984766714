import CLinux
import Glibc
package import SystemPackage

/// What a crash of this process is told with.
package enum LastWords {
    /// Has a crash of this process, and of each that it forks, described on stderr. See `crash.h`.
    package static func install() throws(Errno) {
        try systemCall { clinux_crash_install() }
    }

    /// Has it stay whole in a chroot. Where that fails, a crash is told with plain addresses.
    package static func keepWhole() {
        _ = clinux_crash_enter_chroot()
    }
}
