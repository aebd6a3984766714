import ArgumentParser
import Control

/// Has the daemon read its configuration again.
struct Reload: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Order the daemon to read its configuration again.",
        discussion: "Returns once the new configuration is in effect, or fails with the reasons why the old one stays.")

    @OptionGroup var options: ControlOptions

    func run() throws {
        // A service may take its time to get a worker ready.
        try Conversation(options: options, request: .reload, limit: nil).run()
    }
}
