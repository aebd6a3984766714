import Glibc
import LinuxSystem
import SystemPackage
import TestSupport
import Testing

/// A program that answers on its standard output and ends by itself.
struct DocumentsProgram {
    let path: String

    /// One of this package, which lies where the test program lies.
    static func ours(_ name: String) -> DocumentsProgram {
        guard let itself = realpath("/proc/self/exe", nil) else { return DocumentsProgram(path: name) }
        defer { free(itself) }
        let folder = String(cString: itself).split(separator: "/").dropLast().map { "/\($0)" }.joined()
        return DocumentsProgram(path: "\(folder)/\(name)")
    }

    /// One of the machine; nil where it is not installed.
    static func installed(_ name: String) -> DocumentsProgram? {
        ["/usr/bin", "/bin", "/usr/local/bin"].map { "\($0)/\(name)" }.first(where: FileContents.exists)
            .map(DocumentsProgram.init)
    }

    struct Answer: CustomStringConvertible {
        let status: Int32
        let output: String
        let error: String

        var description: String { "status \(status); output: \(output)\nerror: \(error)" }
    }

    func run(_ arguments: String...) throws -> Answer {
        let folder = try TemporaryFolder()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        // Into files, which take any amount, so that nobody waits.
        for (number, name) in [(CInt(1), "output"), (2, "error")] {
            posix_spawn_file_actions_addopen(&actions, number, folder.path(name), O_CREAT | O_WRONLY, 0o600)
        }
        var pid: pid_t = 0
        let strings = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        let result = posix_spawn(&pid, path, &actions, nil, strings, environ)
        guard result == 0 else { throw Errno(rawValue: result) }
        var status: CInt = 0
        if try !ProcessWatch(pid).waitForEnd(within: .seconds(60)) { kill(pid, SIGKILL) }
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
        return Answer(
            status: status & 0x7f == 0 ? status >> 8 & 0xff : -1, output: try folder.text("output"),
            error: try folder.text("error"))
    }
}

extension Trait where Self == ConditionTrait {
    static func needs(program name: String, of package: String) -> Self {
        .needs(Need.program(name, of: package))
    }
}
