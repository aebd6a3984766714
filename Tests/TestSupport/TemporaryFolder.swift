import Glibc
import LinuxSystem
import SystemPackage

/// A new folder that goes away with all that is in it when its owner does.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        var template = Array("/tmp/preforkd-tests-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = String(cString: made)
        // Some tests run the daemon as somebody else.
        chmod(path, 0o755)
    }

    deinit {
        Self.remove(path)
    }

    /// The path of a name in the folder.
    package func path(_ name: String) -> String { "\(path)/\(name)" }

    package func text(_ name: String) throws -> String {
        String(decoding: try FileContents.read(path(name), limit: 1 << 26), as: UTF8.self)
    }

    @discardableResult
    package func write(_ name: String, _ text: String = "") throws -> String {
        try write(name, bytes: Array(text.utf8))
    }

    /// Writes a file, whose folders are made where they are missing, and tells its path.
    @discardableResult
    package func write(_ name: String, bytes: [UInt8], mode: UInt32 = 0o644) throws -> String {
        let path = path(name)
        for slash in name.indices where name[slash] == "/" { mkdir(self.path(String(name[..<slash])), 0o755) }
        let number = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try rest.withUnsafeBytes { try file.write($0) }
            rest = rest.dropFirst(count)
        }
        _ = consume file
        if mode & 0o111 != 0 { Self.waitUntilUnwritten(path) }
        return path
    }

    /// A child that another test forks meanwhile has what is open here until it becomes its own program, and nobody can
    /// run a file that somebody may write. The kernel grants a lease for reading once nobody does: fcntl(2).
    private static func waitUntilUnwritten(_ path: String) {
        // Glibc hides the name of the command.
        let setLease: CInt = 1024
        let number = open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return }
        let file = Descriptor(owning: number)
        let end = MonotonicClock.now() + .seconds(10)
        while fcntl(file.rawValue, setLease, F_RDLCK) != 0, errno == EAGAIN, MonotonicClock.now() < end {
            usleep(1_000)
        }
        _ = fcntl(file.rawValue, setLease, F_UNLCK)
    }

    /// Copies a program to where any user can run it.
    package func copy(_ program: String) throws -> String {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return try write(name, bytes: try FileContents.read(program, limit: 1 << 30), mode: 0o755)
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in (try? FileContents.names(in: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
