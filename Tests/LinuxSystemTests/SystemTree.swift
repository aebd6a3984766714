import Glibc
import LinuxSystem
import SystemPackage

/// Files as the system has them, in a folder of their own that goes away with its owner.
final class SystemTree {
    let root: String

    init() throws {
        var template = Array("/tmp/preforkd-system-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        root = String(cString: made)
    }

    deinit {
        Self.remove(root)
    }

    /// Writes a file, whose folders are made where they are missing.
    func write(_ path: String, _ text: String) throws {
        var folder = root
        for name in path.split(separator: "/").dropLast() {
            folder += "/\(name)"
            mkdir(folder, 0o755)
        }
        let number = open("\(root)/\(path)", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        let count = try Array(text.utf8).withUnsafeBytes { try file.write($0) }
        guard count == text.utf8.count else { throw Errno.noSpace }
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in (try? FileContents.names(in: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
