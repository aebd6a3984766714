import Glibc
import LinuxSystem
import SystemPackage

/// A program that was started by its command line, what it says in a file.
struct SpawnedProcess {
    let pid: pid_t

    /// At the head of a group of its own: some servers signal all of theirs.
    /// - Parameter output: a file, which is appended to.
    init(_ line: [String], output: String) throws(Errno) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETPGROUP))
        var pid: pid_t = 0
        let arguments = line.map { strdup($0) } + [nil]
        let variables = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), strdup("LC_ALL=C"), nil]
        defer { for copy in arguments + variables { free(copy) } }
        let result = posix_spawn(&pid, line[0], &actions, &attributes, arguments, variables)
        guard result == 0 else { throw Errno(rawValue: result) }
        self.pid = pid
    }

    var hasEnded: Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT)
        return result != 0 || info._sifields._sigchld.si_pid != 0
    }

    /// Once.
    /// - Returns: whether it ended well.
    @discardableResult
    func waitForEnd() -> Bool {
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR { continue }
        return status == 0
    }
}
