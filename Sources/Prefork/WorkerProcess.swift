internal import LinuxSystem

/// A worker from the supervisor's side of the fork: the process and the read end of its stderr.
struct WorkerProcess: ~Copyable {
    let process: ChildProcess
    private var channel: ReadyChannel?
    /// As long as something may come.
    private(set) var channelNumber: CInt?
    private let isProgram: Bool
    /// nil where the worker's stderr is the supervisor's own.
    private let stderr: Descriptor?
    let stderrNumber: CInt?
    var output = WorkerOutput()
    /// Not read for a while, or at its end.
    var isMuted = false
    private var wasKilled = false

    init(_ forked: consuming ForkedWorker, kind: WorkerKind = .handler, channel: consuming ReadyChannel? = nil) {
        self.init(forked.process, kind, channel, stderr: forked.stderr)
    }

    private init(
        _ process: consuming ChildProcess, _ kind: WorkerKind, _ channel: consuming ReadyChannel?,
        stderr: consuming Descriptor?
    ) {
        self.process = process
        isProgram = kind != .handler
        channelNumber = channel?.number
        self.channel = consume channel
        stderrNumber = stderr?.rawValue
        self.stderr = stderr
    }

    /// Asks it to retire, and has it go on where somebody has stopped it, as systemd does with those that it asks. A worker
    /// that is still starting holds the signal back until it can take it.
    func retire() {
        try? process.send(isProgram ? .terminate : .io)
        try? process.send(.resume)
    }

    /// What was heard of a program's start.
    mutating func readyNews() -> ReadyChannel.News? {
        channel?.news(from: process.pid)
    }

    /// As it is handed on to another program, where something may come yet.
    var handedChannel: WorkerHandover.Channel? {
        switch channel {
        case .none: nil
        case .some(let channel): channel.handed
        }
    }

    mutating func closeChannel() {
        channel = nil
        channelNumber = nil
    }

    /// Ends what a program that has ended leaves in its process group. Before the burial, which gives its number away.
    func endGroup() {
        if isProgram { ProcessGroup.kill(ledBy: process.pid) }
    }

    mutating func kill() {
        // The only error is that it has ended, and then its pidfd tells.
        try? process.send(.kill)
        wasKilled = true
    }

    /// Takes in some of what the worker has written: no more than its share of a turn.
    /// - Returns: false where nothing is left, or nobody is left who could write.
    mutating func readSome(at now: Duration) -> Bool {
        withUnsafeTemporaryAllocation(byteCount: Self.share, alignment: 1) { buffer in
            guard let count = try? stderr?.read(into: buffer), count > 0 else { return false }
            output.take(buffer[..<count], at: now)
            return true
        }
    }

    /// What there is to tell of the end. What it has written is all in the pipe by now; end-of-file need not be, for
    /// programs that it had started may live on, and write on.
    mutating func death(_ status: WaitStatus, at now: Duration) -> WorkerDeath {
        var reads = 0
        while reads < Self.lastReads, readSome(at: now) { reads += 1 }
        var death = WorkerDeath(status)
        death.isOurs = wasKilled && status.isKill
        (death.output, death.lastWords) = output.end(inPeace: status.isSuccess, at: now)
        return death
    }

    private static let share = 16_384
    /// As much as a pipe holds, and a little.
    private static let lastReads = 5
}

/// What the supervisor has of a worker as soon as it is forked.
struct ForkedWorker: ~Copyable {
    let process: ChildProcess
    let stderr: Descriptor?
}
