import Glibc
import LinuxSystem
import Prefork
import SystemPackage

/// One of the programs of the documentation, running; killed and buried with its owner.
final class ExampleServer {
    /// The address that it says it listens on.
    let address: String
    let pid: pid_t
    private let output: Descriptor
    private var isBuried = false

    /// The program example-upper, which binds this address.
    convenience init(_ listen: String) throws {
        try self.init("\(try Self.folder())/example-upper", ["example-upper", listen], passing: nil)
    }

    /// The program example-activated, which is passed this listener as systemd passes one.
    convenience init(activatedBy listener: Listener) throws {
        // Only the process itself knows its number in time, as in systemd the child between fork and exec.
        let script = "LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=web exec \"$0\""
        try self.init(
            "/bin/sh", ["sh", "-c", script, "\(try Self.folder())/example-activated"], passing: listener.rawValue)
    }

    private init(_ program: String, _ arguments: [String], passing listener: CInt?) throws {
        let pipe = try Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, pipe.writeEnd.rawValue, 1)
        if let listener { posix_spawn_file_actions_adddup2(&actions, listener, 3) }
        pid = try Self.spawn(program, arguments, &actions)
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

    /// Up to a line's end, or to the end of the output. It says little, so it is waited for with an end.
    private static func readLine(_ output: borrowing Descriptor) throws -> [UInt8] {
        var line: [UInt8] = []
        while true {
            var byte: UInt8 = 0
            guard try output.waitReadable(timeout: .seconds(60)) else { throw Errno.timedOut }
            let count = try withUnsafeMutableBytes(of: &byte) { try output.read(into: $0) }
            if count == 0 || byte == UInt8(ascii: "\n") { return line }
            line.append(byte)
        }
    }

    /// Programs lie where the test program lies.
    private static func folder() throws -> String {
        guard let program = realpath("/proc/self/exe", nil) else { throw Errno(rawValue: errno) }
        defer { free(program) }
        return String(cString: program).split(separator: "/").dropLast().map { "/\($0)" }.joined()
    }

    /// Programs expect signals neither blocked nor ignored.
    private static func spawn(
        _ program: String, _ arguments: [String], _ actions: inout posix_spawn_file_actions_t
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
        var pid: pid_t = 0
        let pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let result = posix_spawn(&pid, program, &actions, &attributes, pointers, environ)
        guard result == 0 else { throw Errno(rawValue: result) }
        return pid
    }
}
