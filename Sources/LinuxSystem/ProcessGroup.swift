import CLinux
import Glibc

/// Process groups of children, one's own and others'.
package enum ProcessGroup {
    /// Kills the group of a child of this process that has ended and is not buried, so that nobody else has its number.
    package static func kill(ledBy unburied: Int32) {
        // The only error is that nobody is left.
        _ = Glibc.kill(-unburied, SIGKILL)
    }

    /// Whether a process is in the group that `leader` leads.
    package static func contains(_ process: Int32, ledBy leader: Int32) -> Bool {
        process > 0 && getpgid(process) == leader
    }

    /// Kills what a child, which is dead, had started: a group with its leader, in this process's session and in no
    /// other. The number comes from somebody who may be wrong, and by now it may be a stranger's.
    package static func killLeft(_ group: Int32) {
        // Another one of our own children is not what it was.
        guard group > 1, group != getpgrp(), group != getpid(), !Children.has(group) else { return }
        // The leader may be about to lead, and not do so yet.
        if getsid(group) == getsid(0), getpgid(group) == getpgrp() { _ = Glibc.kill(group, SIGKILL) }
        if isHere(group) { _ = Glibc.kill(-group, SIGKILL) }
    }

    /// A group is in one session. Where its leader is gone, any member tells in which.
    private static func isHere(_ group: Int32) -> Bool {
        let session = getsid(0)
        if getsid(group) == session { return true }
        guard Glibc.kill(-group, 0) == 0 else { return false }
        var isFound = false
        try? FileContents.visitNames(in: "/proc") { name in
            guard let pid = pid_t(name), getpgid(pid) == group else { return }
            isFound = isFound || getsid(pid) == session
        }
        return isFound
    }
}
