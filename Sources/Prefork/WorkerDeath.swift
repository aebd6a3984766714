package import LinuxSystem

/// All that the system knows of a worker's end.
package struct WorkerDeath: Hashable, Sendable {
    package let status: WaitStatus
    /// The supervisor had sent KILL before.
    package var isOurs = false
    /// The kernel's OOM killer had just taken a process of this unit.
    package var isOutOfMemory = false
    /// What it had written to its stderr and nobody has been told of yet; its end in full.
    package var lastWords = ""
    /// Lines that came before those and have not been told either.
    package var output: OutputReport?

    package init(_ status: WaitStatus) {
        self.status = status
    }
}
