import ArgumentParser
import Control
import LinuxSystem
import SystemPackage

/// Has the daemon replace itself by the program that is installed now.
struct Upgrade: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Order the daemon to become the program installed now.",
        discussion: "Returns once the new program serves, or fails with the reasons why the old one goes on.")

    @OptionGroup var options: ControlOptions

    /// Between two programs there is nobody to ask.
    private static let patience = Duration.seconds(120)
    private static let interval = Duration.milliseconds(50)
    /// The socket outlives a program; where the next one opens another, there is none for an instant.
    private static let longestAbsence = Duration.seconds(1)

    func run() throws {
        do throws(NoAnswer) {
            try Conversation(options: options, request: .upgrade, limit: nil).finish()
            return
        } catch {
            // The program that was asked has become another, which knows how it went.
            guard error.status == .noAnswer else {
                error.tell()
                throw error.status.code
            }
        }
        let pause = try Poller()
        let end = MonotonicClock.now() + Self.patience
        var absentSince: Duration?
        while MonotonicClock.now() < end {
            var status: DaemonStatus?
            do throws(NoAnswer) {
                status = try Conversation(options: options.quiet, request: .status).records(DaemonStatus.self).first
                absentSince = nil
            } catch {
                let now = MonotonicClock.now()
                absentSince = error.status == .notRunning ? absentSince ?? now : nil
                if let absentSince, now - absentSince >= Self.longestAbsence {
                    error.tell()
                    throw error.status.code
                }
            }
            switch status?.upgrade {
            case .done: return finish(.ok)
            case .failed:
                finish(.failed(["the new program could not go on, and the old one does; see preforkctl events"]))
                throw ExitStatus.failed.code
            case .underWay, nil: break
            }
            var nothing: [UInt64] = []
            try pause.wait(timeout: Self.interval, into: &nothing)
        }
        NoAnswer(ControlClient.Failure.tooLate, socket: options.socket).tell()
        throw ExitStatus.noAnswer.code
    }

    /// As the program would have said that was asked.
    private func finish(_ end: ReplyEnd) {
        if options.json { StandardStream.output.write("\(end.json.text)\n") }
        if case .failed(let reasons) = end { NoAnswer(.failed, reasons).tell() }
    }
}
