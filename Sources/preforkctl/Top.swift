import ArgumentParser
import Control
import LinuxSystem

/// Shows services and workers live, until somebody has seen enough.
struct Top: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show services and workers live; q ends it.",
        discussion: "With --json, the status and then the workers, again and again.")

    @OptionGroup var options: ControlOptions

    private static let interval = Duration.seconds(1)

    func run() throws {
        if options.json { try stream() }
        guard Terminal.isThere(.output), let keyboard = try? Keyboard() else {
            throw ValidationError("top needs a terminal; status and workers do not, nor does top --json")
        }
        try live(keyboard)
    }

    private func stream() throws -> Never {
        let pause = try Poller()
        var nothing: [UInt64] = []
        while true {
            try Conversation(options: options, request: .status).run()
            try Conversation(options: options, request: .workers(service: nil)).run()
            try pause.wait(timeout: Self.interval, into: &nothing)
        }
    }

    private func live(_ keyboard: consuming Keyboard) throws {
        do throws(TopScreen.End) {
            // On the screen that was there before, nothing is changed until it is back.
            try watch(TopScreen.open(keyboard))
        } catch {
            switch error {
            case .quit: return
            case .signal(let signal): throw ExitCode(128 + signal.rawValue)
            case .noAnswer(let reason):
                reason.tell()
                throw reason.status.code
            }
        }
    }

    private func watch(_ screen: consuming TopScreen) throws(TopScreen.End) -> Never {
        var before: TopSample?
        while true {
            let now = try sample()
            screen.show(TopView(sample: now, rates: now.rates(since: before), paint: .forOutput))
            before = now
            try screen.rest(Self.interval)
        }
    }

    private func sample() throws(TopScreen.End) -> TopSample {
        do throws(NoAnswer) {
            let status = try Conversation(options: options, request: .status).records(DaemonStatus.self)
            let workers = try Conversation(options: options, request: .workers(service: nil)).records(WorkerStatus.self)
            return TopSample(status: status.first ?? DaemonStatus(), workers: workers, time: MonotonicClock.now())
        } catch {
            throw .noAnswer(error)
        }
    }
}
