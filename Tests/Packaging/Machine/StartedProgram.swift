import CLinux
import Glibc
import LinuxSystem
import SystemPackage

/// A program that a test has started, at the head of a process group of its own: what it says, line by line as it comes, and
/// its end. What it started ends with it where a test loses interest in it.
final class StartedProgram {
    let pid: pid_t
    private var input: Descriptor?
    private let output: Descriptor
    private var unread: [UInt8] = []
    private var status: WaitStatus?

    struct TooLate: Error {
        let waitedFor: String
    }

    /// - Parameter arguments: the program first. Its standard error goes where its output goes.
    init(_ arguments: [String], environment: [String] = []) throws {
        let input = try Pipe()
        let output = try Pipe()
        pid = try Self.spawn(arguments, environment, input.readEnd.rawValue, output.writeEnd.rawValue)
        self.output = try output.readEnd.duplicate()
        self.input = input.takeWriteEnd()
    }

    deinit {
        guard status == nil else { return }
        kill(-pid, SIGKILL)
        bury()
    }

    /// The next line; nil after the last one.
    func line(within limit: Duration = .seconds(60)) throws -> String? {
        let deadline = MonotonicClock.now() + limit
        while true {
            if let newline = unread.firstIndex(of: UInt8(ascii: "\n")) {
                defer { unread.removeFirst(newline + 1) }
                return String(decoding: unread[..<newline], as: UTF8.self)
            }
            if try !readMore(until: deadline, waitingFor: "a line") {
                defer { unread = [] }
                return unread.isEmpty ? nil : String(decoding: unread, as: UTF8.self)
            }
        }
    }

    /// All that was not read as lines, up to the end of its output.
    func rest(within limit: Duration = .seconds(120)) throws -> String {
        let deadline = MonotonicClock.now() + limit
        while try readMore(until: deadline, waitingFor: "the end of its output") {}
        defer { unread = [] }
        return String(decoding: unread, as: UTF8.self)
    }

    /// Ends its standard input.
    func endInput() {
        input = nil
    }

    /// Asks it to end, with all that it started.
    func terminate() {
        if status == nil { kill(-pid, SIGTERM) }
    }

    /// Waits for its end, and tells how it came about.
    func end(within limit: Duration = .seconds(60)) throws -> WaitStatus {
        if let status { return status }
        let ended = try ProcessWatch(pid).waitForEnd(within: limit)
        guard ended else { throw TooLate(waitedFor: "the end of process \(pid)") }
        return bury()
    }

    private func readMore(until deadline: Duration, waitingFor what: String) throws -> Bool {
        guard try output.waitReadable(timeout: max(.zero, deadline - MonotonicClock.now())) else {
            throw TooLate(waitedFor: "\(what); so far it said \(String(decoding: unread, as: UTF8.self))")
        }
        return try withUnsafeTemporaryAllocation(byteCount: 65_536, alignment: 1) { buffer in
            let count = try output.read(into: buffer)
            unread += buffer[..<count]
            return count > 0
        }
    }

    @discardableResult
    private func bury() -> WaitStatus {
        var number: CInt = 0
        while waitpid(pid, &number, 0) < 0 && errno == EINTR {}
        let signal = number & 0x7f
        let ended: WaitStatus =
            signal == 0
            ? .exited(number >> 8 & 0xff) : .killed(Signal(rawValue: signal), coreDumped: number & 0x80 != 0)
        status = ended
        return ended
    }

    private static func spawn(
        _ arguments: [String], _ environment: [String], _ input: CInt, _ output: CInt
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, source) in [(CInt(0), input), (1, output), (2, output)] {
            posix_spawn_file_actions_adddup2(&actions, source, number)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads that tests run on block some signals.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var pid: pid_t = 0
        let strings = [arguments, environment].map { $0.map { strdup($0) } + [nil] }
        defer { for string in strings.joined() { free(string) } }
        let result = posix_spawnp(&pid, arguments[0], &actions, &attributes, strings[0], strings[1])
        guard result == 0 else { throw Errno(rawValue: result) }
        return pid
    }
}

/// A process that is not our child, held by its pidfd to see its end.
struct ProcessWatch: ~Copyable {
    private let descriptor: Descriptor

    init(_ pid: pid_t) throws {
        let number = pidfd_open(pid, 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        descriptor = Descriptor(owning: number)
    }

    func waitForEnd(within limit: Duration) throws -> Bool {
        try descriptor.waitReadable(timeout: limit)
    }
}
