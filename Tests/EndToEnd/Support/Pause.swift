import Glibc
import LinuxSystem

/// Lets the time pass in which something must not happen, or until the next look at what sends no event.
func pause(_ time: Duration) {
    usleep(UInt32(clamping: time.wholeMicroseconds))
}
