import Glibc
import LinuxSystem
import SystemPackage
import Testing

/// A program to start: with exactly these arguments, variables and descriptors.
struct Command {
    var arguments: [String]
    var environment: [String] = []
    /// The child's descriptors by number; 1 is taken for its output, and what is not named is /dev/null or closed.
    var descriptors: [CInt: CInt] = [:]
    var closesStandardError = false

    /// Starts the child and waits for the end of its output and its own.
    func run(within limit: Duration = .seconds(60)) throws -> Outcome {
        let child = try start()
        var text: [UInt8] = []
        let deadline = MonotonicClock.now() + limit
        while let bytes = try Self.read(child.output, until: deadline) {
            if bytes.isEmpty {
                return Outcome(output: String(decoding: text, as: UTF8.self), status: Self.bury(child.pid))
            }
            text += bytes
        }
        kill(child.pid, SIGKILL)
        _ = Self.bury(child.pid)
        Issue.record("\(arguments) did not end in \(limit); it said \(String(decoding: text, as: UTF8.self))")
        throw Errno.timedOut
    }

    private struct Child: ~Copyable {
        let pid: pid_t
        let output: Descriptor
    }

    private func start() throws -> Child {
        let output = try Pipe()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for number in [0, 2] as [CInt] {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output.writeEnd.rawValue, 1)
        for (number, source) in descriptors { posix_spawn_file_actions_adddup2(&actions, source, number) }
        if closesStandardError { posix_spawn_file_actions_addclose(&actions, 2) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.restoreSignals(&attributes)

        var pid: pid_t = 0
        let program = arguments[0]
        let result = withCStrings(arguments) { arguments in
            withCStrings(environment + ["PATH=/usr/bin:/bin:/usr/sbin:/sbin"]) { environment in
                posix_spawnp(&pid, program, &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { throw Errno(rawValue: result) }
        return Child(pid: pid, output: try output.readEnd.duplicate())
    }

    /// The threads that tests run on block some signals; a program expects none blocked and none ignored.
    private static func restoreSignals(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    private func withCStrings<R>(_ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R) -> R {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }

    /// The next bytes, none at the end; nil where the time ran out.
    private static func read(_ output: borrowing Descriptor, until deadline: Duration) throws -> [UInt8]? {
        guard try output.waitReadable(timeout: max(.zero, deadline - MonotonicClock.now())) else { return nil }
        return try withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = try output.read(into: buffer)
            return Array(buffer[..<count])
        }
    }

    private static func bury(_ pid: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return status
    }
}
