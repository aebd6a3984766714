import ArgumentParser
import Control
import LinuxSystem

/// Shows what happened lately, and why.
struct Events: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what happened lately, and why.")

    @Option(
        name: [.customShort("n"), .customLong("lines")],
        help: ArgumentHelp("How many of the last events to show.", valueName: "count"))
    var count = 20

    @Flag(name: [.short, .long], help: "Go on with each event that comes.")
    var follow = false

    @OptionGroup var options: ControlOptions

    func validate() throws {
        guard count >= 0 else { throw ValidationError("a count is not negative") }
    }

    func run() throws {
        let paint = Paint.forOutput
        let request = ControlRequest.events(try range(), follow: follow)
        try Conversation(options: options, request: request, limit: follow ? nil : .seconds(10)).run(EventReport.self) {
            event in
            if event.missed > 0 {
                StandardStream.output.write("(\(Counted(event.missed, "event", ("was", "were"))) missed)\n")
            }
            let tone: Paint.Tone? =
                switch event.level {
                case "error": .bad
                case "warning": .passing
                case "debug": .faint
                default: nil
                }
            let text = "\(paint(.faint, event.time)) \(paint(tone, event.message))\n"
            if !StandardStream.output.write(text) { ThisProcess.exit(ExitStatus.failed.rawValue) }
        }
    }

    /// Who wants none of those that there are has to know where they end, to go on from there after an upgrade.
    private func range() throws -> EventRange {
        guard follow, count == 0 else { return .last(count) }
        var last = 0
        try Conversation(options: options.quiet, request: .events(.last(1), follow: false)).run(EventReport.self) {
            last = $0.number
        }
        return last > 0 ? .after(last) : .last(0)
    }
}
