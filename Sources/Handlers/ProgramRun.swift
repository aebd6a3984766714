internal import LinuxSystem

/// One program from its start until nothing of it is left: its time, its end, and the end of what it leaves behind.
struct ProgramRun: ~Copyable {
    /// nil once it is buried.
    private var process: ProgramProcess?
    private var phase: Phase
    private(set) var end = ProgramEnd(status: .unknown, cost: ProcessCost(processorTime: .zero, peakMemory: 0))
    /// Whether it was still there when its time was over.
    private(set) var isLate = false
    private(set) var isOver = false
    /// Whether it left processes behind.
    private(set) var leftSome = false
    /// Whether some of them live on, for they can be neither found nor signalled.
    private(set) var leavesSome = false

    /// What is asked to end gets so long before it is killed, and the kernel as long to bury it.
    static let grace = Duration.seconds(5)

    private enum Phase {
        case running(until: Duration?)
        case asked(until: Duration)
        case killed(until: Duration)
    }

    init(_ process: consuming ProgramProcess, until deadline: Duration?) {
        self.process = consume process
        phase = .running(until: deadline)
    }

    /// When to call `deadlinePassed`.
    var deadline: Duration? {
        switch phase {
        case .running(let until): until
        case .asked(let until), .killed(let until): until
        }
    }

    /// Buries what has ended. What is left of a program that has ended is asked to end too, each time that another of its
    /// processes did and left its own children to us.
    mutating func childEnded(at now: Duration) {
        while true {
            switch Children.reap() {
            case .ended(let pid, let ended):
                if pid == process?.pid {
                    process = nil
                    end = ProgramEnd(status: ended.status, cost: end.cost)
                }
                end.cost += ended.cost
            case .living:
                if process == nil { endLeft(at: now) }
                return
            case .none:
                process = nil
                isOver = true
                return
            }
        }
    }

    mutating func deadlinePassed(at now: Duration) {
        switch phase {
        case .running:
            isLate = true
            phase = .asked(until: now + Self.grace)
            process?.sendToGroup(.terminate)
        case .asked:
            phase = .killed(until: now + Self.grace)
            process?.sendToGroup(.kill)
            endLeft(at: now)
        // The program itself is waited for, whatever the kernel does with it.
        case .killed where process != nil: phase = .killed(until: now + Self.grace)
        case .killed: giveUp()
        }
    }

    private mutating func endLeft(at now: Duration) {
        if process == nil { leftSome = true }
        if case .running = phase { phase = .asked(until: now + Self.grace) }
        var signal = Signal.terminate
        if case .killed = phase { signal = .kill }
        if Children.send(signal) == 0, process == nil { giveUp() }
    }

    private mutating func giveUp() {
        isOver = true
        leavesSome = true
    }
}
