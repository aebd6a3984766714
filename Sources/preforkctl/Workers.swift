import ArgumentParser
import Control
import LinuxSystem

/// Lists the workers and what they do.
struct Workers: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the workers and what they do.")

    @Argument(help: "Name of the service; without one, the workers of all.")
    var service: String?

    @OptionGroup var options: ControlOptions

    func validate() throws { try options.check(.workers(service: service)) }

    func run() throws {
        var workers: [WorkerStatus] = []
        try Conversation(options: options, request: .workers(service: service)).run(WorkerStatus.self) {
            workers.append($0)
        }
        if options.json { return }
        let width = max(40, Terminal.size(.output)?.columns ?? 80)
        let lines = WorkerColumns.columns(workers).lines(width: width, .forOutput)
        StandardStream.output.write(lines.joined(separator: "\n") + "\n")
    }
}
