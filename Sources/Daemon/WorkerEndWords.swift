internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import PoolPolicy
internal import Prefork

/// The end of a worker in words: what it was, whom it served, and what is known of why.
struct WorkerEndWords: CustomStringConvertible {
    private let pid: Int32
    private let death: WorkerDeath
    private let end: WorkerEnd
    /// The connection that ended with it, and for how long it had been served.
    private let served: (inHand: InHand, time: Duration)?
    private let isAcceptor: Bool

    /// - Parameter isAcceptor: nobody sees the clients of the worker, and it is asked by TERM.
    init(
        _ pid: Int32, _ death: WorkerDeath, _ end: WorkerEnd, served: (inHand: InHand, time: Duration)?,
        isAcceptor: Bool
    ) {
        (self.pid, self.death, self.end) = (pid, death, end)
        (self.served, self.isAcceptor) = (served, isAcceptor)
    }

    /// Whether it is one of those that somebody may cause again and again.
    var isDeath: Bool { end == .asked ? !isCalm : !death.status.isSuccess }

    /// Whether a worker that was asked to retire did just that. A program is asked by TERM, and may let it end it.
    private var isCalm: Bool {
        if isAcceptor, death.status == .killed(.terminate, coreDumped: false) { return true }
        return death.status.isSuccess || death.status == .unknown || death.isOurs
    }

    /// What kind of record it is, and how urgent.
    var rank: (EventKind, LogLevel) {
        switch end {
        case .asked where isCalm: (.workerRetired, .debug)
        // It has said why.
        case .unfit: (.workerRetired, .debug)
        case .unasked where served == nil && death.status.isSuccess: (.workerRetired, .notice)
        case .beforeReady, .killedBeforeReady: (.workerStartFailed, .error)
        case .unused, .asked, .unasked: (.workerDied, .error)
        }
    }

    var description: String {
        switch end {
        case .asked where isCalm: "\(start) after it was asked to retire"
        case .unfit: "\(start) because it can serve nobody"
        case .unused: "\(start) soon after it was ready\(cause)"
        case .beforeReady where death.isRefusedStart: "worker \(pid) \(death.startFailure)"
        case .beforeReady, .killedBeforeReady: "\(start) before it was ready\(cause)"
        case .asked: "\(start) \(occupation)after it was asked to retire\(cause)"
        case .unasked where served == nil && death.status.isSuccess:
            "\(start) though it was not asked, and is replaced"
        case .unasked: "\(start) \(occupation)and is replaced\(cause)"
        }
    }

    private var start: String { "worker \(pid) \(death.status)\(death.isOurs ? ", sent by the supervisor," : "")" }

    private var occupation: String {
        guard let (inHand, time) = served else { return isAcceptor ? "" : "while idle, " }
        let peer = inHand.peer.address.map { " from \($0)" } ?? ""
        return "while it served connection \(inHand.connection)\(peer), \(LogDuration(time)) in, "
    }

    /// What is known beyond the status; nothing is guessed.
    private var cause: String {
        var text = death.isOutOfMemory ? "; the kernel's OOM killer took a process of this unit" : ""
        if let words = death.firstWords { text += "; it wrote: \(words)" }
        return text
    }
}
