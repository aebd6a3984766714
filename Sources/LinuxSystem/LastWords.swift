import CLinux

/// What a crash of this process is told with.
package enum LastWords {
    /// Has it stay whole in a chroot. Where that fails, a crash is told with plain addresses.
    package static func keepWhole() {
        _ = clinux_crash_enter_chroot()
    }
}
