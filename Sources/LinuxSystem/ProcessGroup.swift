import Glibc

/// Process groups of others' children.
package enum ProcessGroup {
    /// Kills a group whose leader lives in this process's session, and no other: the number comes from somebody who may
    /// be wrong, and by now it may be a stranger's.
    package static func killLeft(_ group: Int32) {
        guard group > 1, group != getpgrp(), getsid(group) == getsid(0) else { return }
        _ = kill(-group, SIGKILL)
    }
}
