import Glibc
import SystemPackage

/// What can be known of a program before it is started.
package enum ProgramFile {
    /// Why the file at `path` can't be run as a program; nil where nothing is known against it.
    package static func objection(to path: String) -> String? {
        objection(to: path, depth: 0)
    }

    private static func objection(to path: String, depth: Int) -> String? {
        var status = stat()
        guard stat(path, &status) == 0 else { return "\(Errno(rawValue: errno))" }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return "it is a folder"
        default: return "it is no regular file"
        }
        guard access(path, X_OK) == 0 else {
            return errno == EACCES ? "it is not executable" : "\(Errno(rawValue: errno))"
        }
        guard depth < deepest, let interpreter = interpreter(of: path) else { return nil }
        return objection(to: interpreter, depth: depth + 1).map { "its interpreter \"\(interpreter)\": \($0)" }
    }

    /// Interpreters may be scripts themselves, so far: execve(2).
    private static let deepest = 4
    /// The kernel looks no further.
    private static let longestLine = 255

    /// What stands behind "#!" in the first line of a script.
    private static func interpreter(of path: String) -> String? {
        let number = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard number >= 0 else { return nil }
        let file = Descriptor(owning: number)
        var start = [UInt8](repeating: 0, count: longestLine)
        guard let count = try? start.withUnsafeMutableBytes({ try file.read(into: $0) }),
            start[..<count].starts(with: "#!".utf8)
        else { return nil }
        let line = start[2..<count].prefix { $0 != UInt8(ascii: "\n") }
        let blank = " \t".utf8
        let word = line.drop { blank.contains($0) }.prefix { !blank.contains($0) && $0 != 0 }
        return word.isEmpty ? nil : String(decoding: word, as: UTF8.self)
    }
}
