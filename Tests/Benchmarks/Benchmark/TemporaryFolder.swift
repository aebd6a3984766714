import Glibc
import LinuxSystem
package import SystemPackage

/// A new folder for one run of a server, which goes away with all that is in it when its owner does.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws(Errno) {
        var template = Array("/tmp/preforkd-benchmark-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw Errno(rawValue: errno) }
        path = String(cString: made)
        // Some servers read from it as somebody else.
        chmod(path, 0o755)
    }

    deinit {
        Self.remove(path)
    }

    /// Writes a file and tells its path.
    @discardableResult
    package func write(_ name: String, _ text: String) throws(Errno) -> String {
        let path = "\(path)/\(name)"
        let number = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0o644)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = try rest.span.withUnsafeBytes { (bytes) throws(Errno) in try file.write(bytes) }
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
