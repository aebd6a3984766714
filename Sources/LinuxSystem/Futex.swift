import CLinux
import Glibc

/// futex(2) on a word of shared memory: sleeping until another process changes it.
package enum Futex {
    /// Sleeps unless the word differs from `value`. Returns early when a signal handler ran, or for no reason.
    package static func wait(_ word: UnsafePointer<UInt32>, while value: UInt32) {
        _ = clinux_futex_wait(word, value, nil)
    }

    /// The same, for `limit` at most.
    package static func wait(_ word: UnsafePointer<UInt32>, while value: UInt32, for limit: Duration) {
        let (seconds, attoseconds) = max(.zero, limit).components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        _ = clinux_futex_wait(word, value, &time)
    }

    /// Wakes one that sleeps on the word.
    package static func wake(_ word: UnsafePointer<UInt32>) {
        clinux_futex_wake(word)
    }
}
