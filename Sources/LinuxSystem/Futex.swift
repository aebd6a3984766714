import CLinux

/// futex(2) on a word of shared memory: sleeping until another process changes it.
package enum Futex {
    /// Sleeps unless the word differs from `value`. Returns early when a signal handler ran, or for no reason.
    package static func wait(_ word: UnsafePointer<UInt32>, while value: UInt32) {
        _ = clinux_futex_wait(word, value)
    }

    /// Wakes one that sleeps on the word.
    package static func wake(_ word: UnsafePointer<UInt32>) {
        clinux_futex_wake(word)
    }
}
