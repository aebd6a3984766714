import Glibc
import LinuxSystem
import SystemPackage

/// A program that a test started, at the head of a process group of its own, which ends with its owner's interest in it.
final class Child {
    let pid: pid_t

    init(_ launch: Launch) throws {
        pid = try launch.spawn()
    }

    deinit {
        // The group goes first: as long as its leader is not buried, nobody else gets the number.
        kill(-pid, SIGKILL)
        var status: CInt = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
    }

    func send(_ signal: CInt) {
        kill(pid, signal)
    }

    /// To the program and its descendants, as a terminal does.
    func sendToGroup(_ signal: CInt) {
        kill(-pid, signal)
    }

    /// How it ended, without burying it; nil while it lives.
    var status: WaitStatus? {
        var info = siginfo_t()
        guard waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 else { return nil }
        let child = info._sifields._sigchld
        guard child.si_pid != 0 else { return nil }
        if info.si_code == CInt(CLD_EXITED) { return .exited(child.si_status) }
        return .killed(Signal(rawValue: child.si_status), coreDumped: info.si_code == CInt(CLD_DUMPED))
    }

    func waitForEnd(within limit: Duration = .seconds(20)) throws -> WaitStatus {
        var found: WaitStatus?
        try eventually("the end of process \(pid)", within: limit) {
            found = status
            return found != nil
        }
        guard let found else { throw Absent(wanted: "a wait status", limit: limit) }
        return found
    }
}
