import CLinux
import Glibc
package import SystemPackage

/// The children of this process, those that it adopted among them.
package enum Children {
    /// Has processes whose parents have ended become children of this process.
    package static func adoptOrphans() throws(Errno) {
        try systemCall { clinux_program_adopt_orphans() }
    }

    /// Has the alarm that ends this process end the process group of its program as well.
    package static func endWithAlarm(_ note: ProgramNote) throws(Errno) {
        try systemCall { clinux_program_end_with_alarm(note.word) }
    }

    /// Whether a process is a child of this one, dead or alive.
    package static func has(_ pid: Int32) -> Bool {
        // 0 is what a peer in another pid namespace has.
        guard pid > 0 else { return false }
        var information = siginfo_t()
        // Looks and takes nothing: whoever waits for its end still has it to bury.
        return (try? systemCall { waitid(P_PID, id_t(pid), &information, WEXITED | WNOHANG | WNOWAIT) }) != nil
    }

    /// What came of looking for a child that has ended.
    package enum Found: Hashable, Sendable {
        /// One had, and is buried.
        case ended(pid: Int32, ProgramEnd)
        /// There are children, and all of them live.
        case living
        case none
    }

    /// Buries one of the children that have ended, whichever it is.
    package static func reap() -> Found {
        var status: CInt = 0
        var usage = rusage()
        guard let pid = try? systemCall({ wait4(-1, &status, WNOHANG, &usage) }) else { return .none }
        if pid == 0 { return .living }
        return .ended(pid: pid, ProgramEnd(status: WaitStatus(waitFormat: status), cost: ProcessCost(usage)))
    }

    /// Signals every child. What it may not signal is passed over.
    /// - Returns: how many it reached; none too where there is no /proc that could tell of them.
    package static func send(_ signal: Signal) -> Int {
        let text = String(decoding: list.contents(limit: 1 << 20) ?? [], as: UTF8.self)
        // Nobody but this process buries them, so none of the numbers is a stranger's.
        return text.split(separator: " ").compactMap { pid_t($0) }.count { kill($0, signal.rawValue) == 0 }
    }

    /// Has them stay known in a chroot.
    package static func keepReadable() {
        list.keepOpen()
    }

    private static let list = OwnFile("/proc/thread-self/children")
}
