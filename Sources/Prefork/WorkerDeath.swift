package import LinuxSystem
internal import PoolPolicy

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

    /// The first line of those, as far as it fits into another one, and safe to stand there.
    package var firstWords: String? {
        lastWords.split(separator: "\n").first { !$0.isEmpty }.map { OutputText.text($0.prefix(Self.longestQuote)) }
    }

    private static let longestQuote = 300

    /// Whether it has said itself why it could not start, or left it to its own record: then its status says nothing more.
    package var isRefusedStart: Bool { status == .exited(WorkerExit.startFailed) }

    /// Why a start has failed, in words that follow those for the worker.
    package var startFailure: String {
        let words = firstWords.map { ": \($0)" } ?? ""
        return "\(isRefusedStart ? "could not start" : "\(status)")\(words)"
    }
}

extension WorkerDeath {
    /// How an end is to be taken, once it is known who caused it. What somebody did to one worker says little about the
    /// next; the OOM killer would do it again, and so would we.
    func verdict(_ end: WorkerEnd, of kind: WorkerKind) -> WorkerEnd {
        guard !isOurs, !isOutOfMemory else { return end }
        switch (end, status) {
        // What a program means by its status, nobody else knows; and it may have come to its end by itself.
        case (.unused, .exited) where kind != .handler, (.unasked, .exited) where kind != .handler: return end
        case (.unused, _) where status.isImposed: return .unasked
        case (.unasked, .exited(WorkerExit.unfit)), (.unused, .exited(WorkerExit.unfit)): return .unfit
        case (.beforeReady, .killed(.kill, _)): return .killedBeforeReady
        default: return end
        }
    }
}
