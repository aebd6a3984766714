import ArgumentParser
import Control

/// Gives a pool other bounds.
struct Scale: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Change how many workers a service may have.",
        discussion: """
            Until the next start, or until a reload or an upgrade finds other numbers of workers in the configuration. \
            A pool that has more workers than its new maximum retires the rest at once; they finish the connections that \
            they have in hand.
            """)

    @Argument(help: "Name of the service.")
    var service: String

    @Option(help: ArgumentHelp("Workers that are there even when nobody connects.", valueName: "count"))
    var min: Int?

    @Option(help: ArgumentHelp("Workers that are never exceeded; at most workers.max.", valueName: "count"))
    var max: Int?

    @OptionGroup var options: ControlOptions

    private var request: ControlRequest { .scale(service: service, min: min, max: max) }

    func validate() throws {
        guard min != nil || max != nil else { throw ValidationError("give --min, --max or both") }
        guard (min ?? 0) >= 0, (max ?? 0) >= 0 else { throw ValidationError("a count is not negative") }
        try options.check(request)
    }

    func run() throws {
        try Conversation(options: options, request: request).run()
    }
}
