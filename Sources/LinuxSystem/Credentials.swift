import CLinux
import Glibc
package import SystemPackage

/// A user and the groups that a process runs with.
package struct Credentials: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32
    package let supplementaryGroups: [UInt32]

    package init(user: UInt32, group: UInt32, supplementaryGroups: [UInt32]) {
        self.user = user
        self.group = group
        self.supplementaryGroups = supplementaryGroups
    }

    /// Becomes this user for good. Groups go first: a plain user may not change them any more.
    package func assume() throws(Errno) {
        try systemCall { setgroups(supplementaryGroups.count, supplementaryGroups) }
        try systemCall { setgid(group) }
        try systemCall { setuid(user) }
    }

    /// Who this process is.
    package static var current: Credentials { Credentials(user: geteuid(), group: getegid(), supplementaryGroups: []) }

    package static var isRoot: Bool { geteuid() == 0 }
}
