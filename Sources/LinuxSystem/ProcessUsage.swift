import Glibc
import SystemPackage

/// What this process and its user hold of what `ResourceLimit` bounds.
package enum ProcessUsage {
    /// Open descriptors of this process.
    package static var descriptors: Int? {
        let folder = "/proc/self/fd"
        var status = stat()
        // Since Linux 6.2 the size of the folder is their number.
        if stat(folder, &status) == 0, status.st_size > 0 { return Int(status.st_size) }
        // One of them is the folder itself, which is closed again.
        return count(folder) { _ in true }.map { $0 - 1 }
    }

    /// Processes of a user, as far as they can be seen. The kernel counts threads too, which other programs of that user
    /// may have; to count those would cost a folder for each process.
    package static func processes(of user: UInt32) -> Int? {
        count("/proc") { name in
            guard let first = name.utf8.first, first >= UInt8(ascii: "1"), first <= UInt8(ascii: "9") else {
                return false
            }
            var status = stat()
            return stat("/proc/\(name)", &status) == 0 && status.st_uid == user
        }
    }

    /// What this process has mapped, in bytes: all of it, and what of that is data.
    package static var addressSpace: (all: Int, data: Int)? {
        let pages = FileContents.text("/proc/self/statm")?.split(separator: " ").compactMap { Int($0) } ?? []
        guard pages.count > 5 else { return nil }
        let size = sysconf(CInt(_SC_PAGESIZE))
        return (pages[0] * size, pages[5] * size)
    }

    private static func count(_ folder: String, _ isCounted: (String) -> Bool) -> Int? {
        var count = 0
        do throws(Errno) {
            try FileContents.visitNames(in: folder) { if isCounted($0) { count += 1 } }
            return count
        } catch {
            return nil
        }
    }
}
