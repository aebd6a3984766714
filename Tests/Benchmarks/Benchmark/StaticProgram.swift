import Glibc
import LinuxSystem

/// The smallest program that says the line of a greeting: one that is linked statically, so that its start is what the
/// kernel takes and no loader's work.
package enum StaticProgram {
    package enum Failure: Error {
        /// The C compiler of this machine, of the Debian packages gcc and libc6-dev, is missing or did not build it.
        case notBuilt
    }

    /// - Returns: its path.
    package static func build(in folder: TemporaryFolder) throws -> String {
        let message = Work.message.dropLast()
        let source = try folder.write(
            "program.c",
            "#include <unistd.h>\nint main(void) { return write(1, \"\(message)\\n\", \(message.utf8.count + 1)) < 0; }\n"
        )
        let path = "\(folder.path)/program"
        var pid: pid_t = 0
        let words: [String] = ["/usr/bin/cc", "-O2", "-static", "-o", path, source]
        let line = words.map { strdup($0) } + [nil]
        let variables = [strdup("PATH=/usr/bin:/bin"), nil]
        defer { for copy in line + variables { free(copy) } }
        var status: CInt = 0
        guard posix_spawn(&pid, "/usr/bin/cc", nil, nil, line, variables) == 0, waitpid(pid, &status, 0) == pid,
            status == 0
        else { throw Failure.notBuilt }
        return path
    }
}
