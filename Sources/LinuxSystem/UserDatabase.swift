import Glibc

/// Users and groups by name, as the system's name service knows them. Any thread may ask: nothing is read from the one
/// place that the C library has for the whole process.
package enum UserDatabase {
    package struct User: Sendable {
        package let name: String
        package let id: UInt32
        package let group: UInt32
    }

    /// A user by name or number.
    package static func user(_ name: String) -> User? {
        let number = number(name)
        return entry(of: passwd()) { entry, text, size, found in
            if let number { return getpwuid_r(number, entry, text, size, found) }
            return getpwnam_r(name, entry, text, size, found)
        } read: { entry in
            entry.pw_name.map { User(name: String(cString: $0), id: entry.pw_uid, group: entry.pw_gid) }
        }
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
        let named = entry(of: Glibc.group()) { entry, text, size, found in
            getgrnam_r(name, entry, text, size, found)
        } read: {
            $0.gr_gid
        }
        return named ?? number(name)
    }

    /// Digits alone: "+0" must not be root.
    private static func number(_ name: String) -> UInt32? {
        name.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? UInt32(name) : nil
    }

    /// Asks again with more room for as long as the text of an entry does not fit: a group can have many members.
    /// - Parameter read: takes what is wanted while the text lies there.
    private static func entry<Entry, Found>(
        of empty: Entry,
        ask: (
            UnsafeMutablePointer<Entry>, UnsafeMutablePointer<CChar>, Int,
            UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>
        ) -> CInt,
        read: (Entry) -> Found?
    ) -> Found? {
        var size = 1_024
        var found: Found?
        var error = ERANGE
        while error == EINTR || error == ERANGE && size <= mostText {
            error = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { text in
                var entry = empty
                var place: UnsafeMutablePointer<Entry>?
                guard let start = text.baseAddress else { return ENOMEM }
                let error = ask(&entry, start, size, &place)
                if error == 0, let place { found = read(place.pointee) }
                return error
            }
            if error == ERANGE { size *= 2 }
        }
        return found
    }

    /// A name service that wants more than this wants nonsense.
    private static let mostText = 16 << 20
}
