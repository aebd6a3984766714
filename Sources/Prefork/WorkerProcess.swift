internal import LinuxSystem

/// A worker from the supervisor's side of the fork: the process and the write end of its lifeline.
struct WorkerProcess: ~Copyable {
    let process: ChildProcess
    private var lifeline: Descriptor?

    init(_ process: consuming ChildProcess, lifeline: consuming Descriptor) {
        self.process = process
        self.lifeline = consume lifeline
    }

    /// Ends the lifeline.
    mutating func retire() {
        lifeline = nil
    }
}
