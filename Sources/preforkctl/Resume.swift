import ArgumentParser
import Control

/// Lets a drained service take connections again.
struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Let a drained service take connections again.")

    @Argument(help: "Name of the service.")
    var service: String

    @OptionGroup var options: ControlOptions

    private var request: ControlRequest { .resume(service: service) }

    func validate() throws { try options.check(request) }

    func run() throws { try Conversation(options: options, request: request).run() }
}
