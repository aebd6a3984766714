import CLinux
import Glibc
package import SystemPackage

/// How the kernel decides when this process runs: sched(7).
package enum Scheduling {
    /// Takes SCHED_BATCH for SCHED_OTHER: once woken, this process waits for whoever runs instead of interrupting it.
    /// Whoever was given another policy keeps it. Inherited by what this process starts.
    package static func becomeBatch() throws(Errno) {
        guard sched_getscheduler(0) == SCHED_OTHER else { return }
        var parameters = sched_param()
        try systemCall { sched_setscheduler(0, CInt(CLINUX_SCHED_BATCH), &parameters) }
    }
}
