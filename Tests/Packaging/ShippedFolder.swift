import Glibc
import LinuxSystem
import SystemPackage

/// A new folder that goes away with all that is in it when its owner does.
final class ShippedFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/preforkd-shipped-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = String(cString: made)
    }

    deinit {
        Self.remove(path)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    func text(_ name: String) throws -> String {
        String(decoding: try FileContents.read(path(name), limit: 1 << 24), as: UTF8.self)
    }

    /// Writes a file, whose folders are made where they are missing, and tells its path.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let path = path(name)
        for slash in name.indices where name[slash] == "/" { mkdir(self.path(String(name[..<slash])), 0o755) }
        let number = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = try rest.withUnsafeBytes { try file.write($0) }
            rest = rest.dropFirst(count)
        }
        return path
    }

    private static func remove(_ path: String) {
        if unlink(path) == 0 { return }
        for name in (try? FileContents.names(in: path)) ?? [] { remove("\(path)/\(name)") }
        rmdir(path)
    }
}
