internal import LinuxSystem
internal import Prefork
internal import SystemPackage

/// A worker's watch over the program that it has started, until nothing of it is left.
final class ProgramWatch {
    private let reports: ProgramReports
    private let children: ChildWatch
    private let buffer = Buffer(size: 65_536)
    /// Both ends stay open here: one pipe serves a program after the other, and the end of a program wakes this process
    /// once, by its SIGCHLD, and not a moment before by an end-of-file too.
    private var pipe: Pipe

    /// How a program ended, and whether it was late.
    typealias Outcome = (end: ProgramEnd, isLate: Bool)

    init(_ reports: ProgramReports) throws(Errno) {
        self.reports = reports
        children = try ChildWatch()
        pipe = try Self.makePipe()
    }

    private static func makePipe() throws(Errno) -> Pipe {
        let pipe = try Pipe()
        try pipe.readEnd.setNonblocking(true)
        return pipe
    }

    /// Where the next program's stderr goes.
    var errors: CInt { pipe.writeEnd.rawValue }

    /// Waits for the end of a program.
    func end(
        of process: consuming ProgramProcess, number: UInt64, peer: SocketAddress, timeLimit: Duration?
    ) throws(Errno) -> Outcome {
        var run = ProgramRun(process, until: timeLimit.map { MonotonicClock.now() + $0 })
        var output = ProgramOutput(lineLimit: reports.lineLimit)
        var hasOutput = false
        while !run.isOver {
            let news = children.wait(beside: pipe.readEnd.rawValue, until: run.deadline)
            hasOutput = news.isReadable
            if hasOutput {
                _ = take(&output)
                if let report = output.due(at: MonotonicClock.now()) { reports.output(number, peer, report) }
            }
            if news.child { run.childEnded(at: MonotonicClock.now()) }
            if let deadline = run.deadline, !run.isOver {
                let now = MonotonicClock.now()
                if now >= deadline { run.deadlinePassed(at: now) }
            }
        }
        // Who is left could write for ever.
        var reads = hasOutput ? Self.lastReads : 0
        while reads > 0, take(&output) { reads -= 1 }
        if let report = output.end(at: MonotonicClock.now()) { reports.output(number, peer, report) }
        if run.leftSome { reports.leftovers(number, peer, run.leavesSome) }
        if run.leavesSome { pipe = try Self.makePipe() }
        return (run.end, run.isLate)
    }

    /// As much as a pipe holds, and a little.
    private static let lastReads = 4

    /// - Returns: whether there was something.
    private func take(_ output: inout ProgramOutput) -> Bool {
        guard let count = try? pipe.readEnd.read(into: buffer.bytes), count > 0 else { return false }
        output.take(buffer.prefix(count), at: MonotonicClock.now())
        return true
    }
}
