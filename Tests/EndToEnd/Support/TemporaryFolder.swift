import Glibc
import LinuxSystem
import SystemPackage

/// A new folder that goes away with all that is in it when its owner does.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/preforkd-end-to-end-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = String(cString: made)
        // Some tests run the daemon as somebody else.
        chmod(path, 0o755)
    }

    deinit {
        Self.remove(path)
    }

    /// The path of a name in the folder.
    func path(_ name: String) -> String { "\(path)/\(name)" }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        try write(name, bytes: Array(text.utf8))
    }

    /// Writes a file, whose folder is made where it is missing, and tells its path.
    @discardableResult
    func write(_ name: String, bytes: [UInt8], mode: mode_t = 0o644) throws -> String {
        let path = path(name)
        if let slash = name.lastIndex(of: "/") { mkdir(self.path(String(name[..<slash])), 0o755) }
        let number = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try rest.withUnsafeBytes { try file.write($0) }
            rest = rest.dropFirst(count)
        }
        return path
    }

    /// Copies a program to where any user can run it.
    func copy(_ program: String) throws -> String {
        let name = program.split(separator: "/").last.map(String.init) ?? program
        return try write(name, bytes: try FileContents.read(program, limit: 1 << 30), mode: 0o755)
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in (try? FileContents.names(in: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
