import CLinux
import Glibc
package import SystemPackage

/// A user and the groups that a process runs with.
package struct Credentials: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32
    /// For the supplementary groups; nil leaves only `group`.
    package let userName: String?

    package init(user: UInt32, group: UInt32, userName: String?) {
        self.user = user
        self.group = group
        self.userName = userName
    }

    /// Becomes this user for good. Groups go first: a plain user may not change them any more.
    package func assume() throws(Errno) {
        if let userName {
            try systemCall { initgroups(userName, group) }
        } else {
            var only = group
            try systemCall { setgroups(1, &only) }
        }
        try systemCall { setgid(group) }
        try systemCall { setuid(user) }
    }

    /// Who this process is.
    package static var current: Credentials { Credentials(user: geteuid(), group: getegid(), userName: nil) }

    package static var isRoot: Bool { geteuid() == 0 }
}

/// Users and groups by name, as the system's name service knows them.
package enum UserDatabase {
    package struct User: Sendable {
        package let name: String
        package let id: UInt32
        package let group: UInt32
    }

    /// A user by name or number.
    package static func user(_ name: String) -> User? {
        let entry = UInt32(name).map { getpwuid($0) } ?? getpwnam(name)
        guard let entry, let entryName = entry.pointee.pw_name else { return nil }
        return User(name: String(cString: entryName), id: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }

    /// The number of a group, by name or number.
    package static func group(_ name: String) -> UInt32? {
        if let entry = getgrnam(name) { return entry.pointee.gr_gid }
        return UInt32(name)
    }
}
