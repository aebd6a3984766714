import Glibc

/// What this process and its user hold of what `ResourceLimit` bounds.
package enum ProcessUsage {
    /// Open descriptors of this process.
    package static var descriptors: Int? {
        // One of them is the folder itself, which is closed again.
        (try? FileContents.names(in: "/proc/self/fd")).map { $0.count - 1 }
    }

    /// Processes of a user, as far as they can be seen. The kernel counts threads too, which other users' programs may
    /// have; counting those would cost a folder for each process.
    package static func processes(of user: UInt32) -> Int? {
        guard let names = try? FileContents.names(in: "/proc") else { return nil }
        return names.count { name in
            guard name.utf8.first.map({ (UInt8(ascii: "1")...UInt8(ascii: "9")).contains($0) }) == true else {
                return false
            }
            var status = stat()
            return stat("/proc/\(name)", &status) == 0 && status.st_uid == user
        }
    }
}
