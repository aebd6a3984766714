import CLinux
import Glibc
package import SystemPackage

/// A child held by its pidfd: no signal reaches a stranger that got its number, no wait takes another's child.
package struct ChildProcess: ~Copyable {
    package let pid: Int32
    package let descriptor: Descriptor

    /// What fork() came back as.
    package enum Side: ~Copyable {
        case parent(ChildProcess)
        case child
    }

    /// Forks. Only while this process has one thread: a child of a threaded Swift process hangs at its
    /// first Task, for libdispatch has no atfork handler.
    package static func fork() throws(Errno) -> Side {
        precondition(threadCount() <= 1, "fork after a thread was started: no Task, Dispatch or NIO before the fork")
        let pid = try systemCall(retryOnInterrupt: false) { Glibc.fork() }
        if pid == 0 { return .child }
        do {
            // Race-free though not clone3(CLONE_PIDFD): our own child keeps its number until we reap it.
            return .parent(
                ChildProcess(adopting: pid, Descriptor(owning: try systemCall { pidfd_open(pid, 0) })))
        } catch {
            _ = Glibc.kill(pid, SIGKILL)
            _ = try? systemCall { waitpid(pid, nil, 0) }
            throw error
        }
    }

    /// A child that this process has forked, with this program or an earlier one, and that nobody has buried.
    package init(adopting pid: Int32, _ descriptor: consuming Descriptor) {
        self.pid = pid
        self.descriptor = descriptor
    }

    package func send(_ signal: Signal) throws(Errno) {
        try systemCall { pidfd_send_signal(descriptor.rawValue, signal.rawValue, nil, 0) }
    }

    /// The status of a child that has ended, which this call buries; nil while it lives.
    package func reap() throws(Errno) -> WaitStatus? {
        try wait(options: WEXITED | WNOHANG)
    }

    /// Waits for the end and buries it.
    package func waitUntilEnd() throws(Errno) -> WaitStatus? {
        try wait(options: WEXITED)
    }

    private func wait(options: CInt) throws(Errno) -> WaitStatus? {
        var info = siginfo_t()
        try systemCall { waitid(P_PIDFD, id_t(descriptor.rawValue), &info, options) }
        let child = info._sifields._sigchld
        guard child.si_pid != 0 else { return nil }
        switch Int(info.si_code) {
        case Int(CLD_EXITED): return .exited(child.si_status)
        case Int(CLD_DUMPED): return .killed(Signal(rawValue: child.si_status), coreDumped: true)
        default: return .killed(Signal(rawValue: child.si_status), coreDumped: false)
        }
    }

    /// Threads of this process, from the link count of its task folder: one call, no listing.
    package static func threadCount() -> Int {
        var status = stat()
        guard stat("/proc/self/task", &status) == 0 else { return 1 }
        return Int(status.st_nlink) - 2
    }
}
