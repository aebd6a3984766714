import CLinux
import Glibc
import SystemPackage

/// What can be known of a program before it is started.
package enum ProgramFile {
    /// Why the file at `path` can't be run as a program by who has `root` as "/"; nil where nothing is known against it.
    package static func objection(to path: String, in root: borrowing RootFolder = .system) -> String? {
        do throws(Errno) {
            return try objection(to: path, in: root, depth: 0)
        } catch .noFunction {
            // An old kernel can't look into another root.
            return nil
        } catch {
            return error.description
        }
    }

    private static func objection(
        to path: String, in root: borrowing RootFolder, depth: Int
    ) throws(Errno) -> String? {
        let file = try root.look(at: path)
        var status = stat()
        try systemCall { fstat(file.rawValue, &status) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return "it is a folder"
        default: return "it is no regular file"
        }
        do {
            try systemCall { faccessat(file.rawValue, "", X_OK, CInt(CLINUX_AT_EMPTY_PATH)) }
        } catch .permissionDenied {
            return "it is not executable"
        } catch {
            // A kernel before 5.8, or a filter that does not know the call; the file's own bits must do.
            if status.st_mode & 0o111 == 0 { return "it is not executable" }
        }
        guard depth < deepest, let interpreter = interpreter(of: path, in: root) else { return nil }
        let reason: String?
        do {
            reason = try objection(to: interpreter, in: root, depth: depth + 1)
        } catch {
            reason = error.description
        }
        return reason.map { "its interpreter \"\(interpreter)\": \($0)" }
    }

    /// Interpreters may be scripts themselves, so far: execve(2).
    private static let deepest = 4
    /// The kernel looks no further for the first line of a script; a linker puts what it says of a program there too.
    private static let longestStart = 4_096

    private static func interpreter(of path: String, in root: borrowing RootFolder) -> String? {
        guard let file = try? root.open(path, O_RDONLY | O_NONBLOCK) else { return nil }
        var start = [UInt8](repeating: 0, count: longestStart)
        guard let count = try? start.withUnsafeMutableBytes({ try file.read(into: $0) }) else { return nil }
        return ProgramInterpreter.script(start[..<count]) ?? ProgramInterpreter.linker(start[..<count])
    }
}
