import ArgumentParser
import Control

/// Has a service that was drained serve on.
struct Resume: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Have a service that was drained serve on.")

    @Argument(help: "Name of the service.")
    var service: String

    @OptionGroup var options: ControlOptions

    private var request: ControlRequest { .resume(service: service) }

    func validate() throws { try options.check(request) }

    func run() throws { try Conversation(options: options, request: request).run() }
}
