import Glibc
import LinuxSystem
import SystemPackage

/// A new folder that goes away with all that is in it when its owner does.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/preforkd-linux-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = String(cString: made)
    }

    deinit {
        for name in (try? FileContents.names(in: path)) ?? [] where unlink("\(path)/\(name)") != 0 {
            rmdir("\(path)/\(name)")
        }
        rmdir(path)
    }

    func path(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and tells its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8] = []) throws -> String {
        let path = path(name)
        let number = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try rest.withUnsafeBytes { try file.write($0) }
            rest = rest.dropFirst(count)
        }
        return path
    }
}
