import Glibc
import LinuxSystem
import SystemPackage

/// The program example-upper, running; killed and buried with its owner.
final class ExampleServer {
    /// The address that it says it listens on.
    let address: String
    let pid: pid_t
    private let output: Descriptor
    private var isBuried = false

    init(_ listen: String) throws {
        let pipe = try Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe.writeEnd.rawValue, 1)
        pid = try Self.spawn(["example-upper", listen], &actions)
        output = try pipe.readEnd.duplicate()
        _ = consume pipe
        address = String(decoding: try Self.readLine(output), as: UTF8.self)
    }

    deinit {
        if isBuried { return }
        kill(pid, SIGKILL)
        _ = try? waitForExit()
    }

    func terminate() {
        kill(pid, SIGTERM)
    }

    /// The wait status, once the program and everybody who shares its output have ended.
    func waitForExit() throws -> Int32 {
        while !(try Self.readLine(output)).isEmpty {}
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        isBuried = true
        return status
    }

    /// Up to a line's end, or to the end of the output.
    private static func readLine(_ output: borrowing Descriptor) throws -> [UInt8] {
        var line: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            let count = try withUnsafeMutableBytes(of: &byte) { try output.read(into: $0) }
            if count == 0 || byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }

    /// Programs lie where the test program lies, and expect signals neither blocked nor ignored.
    private static func spawn(
        _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        guard let program = realpath("/proc/self/exe", nil) else { throw Errno(rawValue: errno) }
        defer { free(program) }
        let folder = String(cString: program).split(separator: "/").dropLast().map { "/\($0)" }.joined()
        var pid: pid_t = 0
        let pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let result = posix_spawn(&pid, "\(folder)/\(arguments[0])", &actions, &attributes, pointers, environ)
        guard result == 0 else { throw Errno(rawValue: result) }
        return pid
    }
}
