import Glibc
import LinuxSystem
import SystemPackage

/// A program that a test started, at the head of a process group of its own, which ends with its owner's interest in it.
final class Child {
    let pid: pid_t
    private var ending: WaitStatus?

    init(_ launch: Launch) throws {
        pid = try launch.spawn()
        Guardian.watch(pid)
    }

    deinit {
        // As long as its leader is not buried, nobody else gets the number of the group.
        if ending == nil || !ProcessFacts(pid: pid).exists { Glibc.kill(-pid, SIGKILL) }
        var status: CInt = 0
        while ending == nil && waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        Guardian.forget(pid)
    }

    func send(_ signal: CInt) {
        Glibc.kill(pid, signal)
    }

    /// To the program and its descendants, as a terminal does.
    func sendToGroup(_ signal: CInt) {
        Glibc.kill(-pid, signal)
    }

    /// How it ended; nil while it lives. It is buried at once: swift-testing's exit tests wait for any child of this
    /// process, and see no other one as long as one lies unburied.
    var status: WaitStatus? {
        if ending != nil { return ending }
        var info = siginfo_t()
        guard waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG) == 0 else { return nil }
        let child = info._sifields._sigchld
        guard child.si_pid != 0 else { return nil }
        let signal = Signal(rawValue: child.si_status)
        ending =
            switch info.si_code {
            case CInt(CLD_EXITED): .exited(child.si_status)
            default: .killed(signal, coreDumped: info.si_code == CInt(CLD_DUMPED))
            }
        return ending
    }

    @discardableResult
    func waitForEnd(within limit: Duration = .seconds(20)) throws -> WaitStatus {
        var found: WaitStatus?
        try eventually("the end of process \(pid)", within: limit) {
            found = status
            return found != nil
        }
        guard let found else { throw Absent(wanted: "a wait status", limit: limit) }
        return found
    }

    /// Ends it by force and buries it; what it had started goes on.
    func kill() throws {
        send(SIGKILL)
        try waitForEnd()
    }
}
