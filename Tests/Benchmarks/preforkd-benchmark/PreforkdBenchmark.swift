import ArgumentParser

/// Measures preforkd and its peers side by side.
@main
struct PreforkdBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preforkd-benchmark",
        abstract: "Measure preforkd and its peers side by side, in rounds, on this machine.",
        discussion: """
            Each cell is the median of the rounds, with the lowest and the highest in parentheses and, under ×, the median \
            as a multiple of the first server's. Nothing is installed: a peer that is missing is named and left out.
            """,
        subcommands: [Burst.self, Greeting.self, Programs.self, Reload.self])
}
