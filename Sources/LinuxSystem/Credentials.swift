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

/// Users and groups by name, as the system's name service knows them.
package enum UserDatabase {
    package struct User: Sendable {
        package let name: String
        package let id: UInt32
        package let group: UInt32
    }

    /// A user by name or number.
    package static func user(_ name: String) -> User? {
        let entry = number(name).map { getpwuid($0) } ?? getpwnam(name)
        guard let entry, let entryName = entry.pointee.pw_name else { return nil }
        return User(name: String(cString: entryName), id: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
    }

    /// Every group that a user belongs to, with `group` as its first one. Asked once, for a lookup may go to a network.
    package static func groups(of user: User, first group: UInt32) -> [UInt32] {
        var count: CInt = 64
        while true {
            var groups = [UInt32](repeating: 0, count: Int(count))
            if getgrouplist(user.name, group, &groups, &count) >= 0 { return Array(groups.prefix(Int(count))) }
        }
    }

    /// The number of a group, by name or number.
    package static func group(_ name: String) -> UInt32? {
        if let entry = getgrnam(name) { return entry.pointee.gr_gid }
        return number(name)
    }

    /// Digits alone: "+0" must not be root.
    private static func number(_ name: String) -> UInt32? {
        name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt32(name) : nil
    }
}
