import Glibc
import LinuxSystem

/// Longer than anything in these tests takes, and still an end.
let patience = Duration.seconds(20)

/// Waits for what sends no event, such as the contents of /proc; false where it does not come.
func eventually(_ holds: () throws -> Bool) rethrows -> Bool {
    let deadline = MonotonicClock.now() + patience
    while try !holds() {
        guard MonotonicClock.now() < deadline else { return false }
        usleep(1_000)
    }
    return true
}
