import Glibc

/// A program that this process started and has not buried: until then its number is its own, and so is its group.
package struct ProgramProcess: ~Copyable {
    package let pid: Int32

    init(pid: Int32) {
        self.pid = pid
    }

    /// Signals every process of its group.
    package func sendToGroup(_ signal: Signal) {
        // The only error is that nobody is there any more.
        _ = kill(-pid, signal.rawValue)
    }
}

/// How a program ended, and what it took from the machine with all its children that it waited for.
package struct ProgramEnd: Hashable, Sendable {
    package let status: WaitStatus
    package var cost: ProcessCost

    package init(status: WaitStatus, cost: ProcessCost) {
        self.status = status
        self.cost = cost
    }
}
