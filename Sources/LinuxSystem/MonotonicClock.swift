// Both, for the members of timespec and timeval belong to whichever of the two the compiler has read first.
import CLinux
import Glibc

/// Time since boot without suspension, as systemd and the kernel's own records count it.
package enum MonotonicClock {
    /// Nanoseconds, for hot paths and shared memory.
    package static func nanoseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }

    package static func now() -> Duration {
        .nanoseconds(Int64(bitPattern: nanoseconds()))
    }
}

extension Duration {
    /// Rounded up, so that a wait for a deadline never ends just before it.
    package var roundedUpMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }

    package var wholeMicroseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
    }
    package var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
