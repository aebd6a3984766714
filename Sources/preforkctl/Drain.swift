import ArgumentParser
import Control

/// Stops a service from taking connections.
struct Drain: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop a service from taking connections.",
        discussion: """
            Its workers finish the connections that they have in hand, and exit. Its listeners stay open, so that clients \
            wait until the service is resumed.
            """)

    @Argument(help: "Name of the service.")
    var service: String

    @OptionGroup var options: ControlOptions

    private var request: ControlRequest { .drain(service: service) }

    func validate() throws { try options.check(request) }

    func run() throws { try Conversation(options: options, request: request).run() }
}
