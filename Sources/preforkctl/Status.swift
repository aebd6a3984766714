import ArgumentParser
import Control
import LinuxSystem

/// Tells how the daemon and its services are.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the state of the daemon and its services.")

    @OptionGroup var options: ControlOptions

    func run() throws {
        try Conversation(options: options, request: .status).run(DaemonStatus.self) { status in
            let width = max(40, Terminal.size(.output)?.columns ?? 80)
            let text = StatusText(status: status, width: width, paint: .forOutput)
            StandardStream.output.write(text.lines.joined(separator: "\n") + "\n")
        }
    }
}
