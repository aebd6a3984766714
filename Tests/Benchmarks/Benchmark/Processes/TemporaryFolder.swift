import Glibc
import LinuxSystem
package import SystemPackage

/// A new folder, which goes away with all that is in it when its owner does.
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
        try write(name, bytes: Array(text.utf8), mode: 0o644)
    }

    /// A program as a package would bring it. What the linker wrote itself lies in the page cache in single pages, which
    /// every worker maps one by one: a burst then takes some 10 % more processor time than with a copy of the same bytes.
    /// - Returns: the path of the copy; where there is no such program, its own.
    package func install(_ program: String) throws(Errno) -> String {
        guard let bytes = try? FileContents.read(program, limit: 1 << 30) else { return program }
        let name = program.split(separator: "/").joined(separator: "-")
        return try write(name, bytes: bytes, mode: 0o755)
    }

    private func write(_ name: String, bytes: [UInt8], mode: mode_t) throws(Errno) -> String {
        let path = "\(path)/\(name)"
        let number = open(path, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, mode)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let file = Descriptor(owning: number)
        var rest = bytes[...]
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
