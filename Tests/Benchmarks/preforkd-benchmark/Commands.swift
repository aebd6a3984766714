import ArgumentParser
import Benchmark

/// A pool at its minimum meets as many clients as it may have workers.
struct Burst: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time until the last of a burst of held connections is answered.")

    @OptionGroup var options: RunOptions

    func run() throws {
        try options.run([BurstMeasure(from: 8, to: 64), BurstMeasure(from: 4, to: 512)], rounds: options.short ? 3 : 7)
    }
}

/// Short connections, one after the other, from few and from many clients.
struct Greeting: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Processor time, connections per second and waiting times of short connections.")

    @OptionGroup var options: RunOptions

    @Option(help: "Workers of each server that has so many.")
    var workers = 64

    func run() throws {
        let time = Duration.milliseconds(options.short ? 500 : 2_000)
        try options.run(
            [1, 16, 128].map { GreetingMeasure(workers: workers, clients: $0, time: time) },
            rounds: options.short ? 3 : 7)
    }

    func validate() throws {
        guard 1...4_096 ~= workers else { throw ValidationError("--workers must be 1 to 4096.") }
    }
}

/// The same, where each connection starts a small static program.
struct Programs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The same as greeting, where each connection starts a small static program.")

    @OptionGroup var options: RunOptions

    @Option(help: "Workers of each server that has so many.")
    var workers = 16

    func run() throws {
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let program = try StaticProgram.build(in: folder)
        let time = Duration.milliseconds(options.short ? 500 : 2_000)
        try options.run(
            [1, 16].map { GreetingMeasure(.program(program), workers: workers, clients: $0, time: time) },
            rounds: options.short ? 3 : 7)
    }

    func validate() throws {
        guard 1...4_096 ~= workers else { throw ValidationError("--workers must be 1 to 4096.") }
    }
}

/// Whether clients notice that a daemon is told to reload.
struct Reload: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The longest time without an answer, and the longest wait, with and without reloads; preforkd alone.")

    @OptionGroup var options: RunOptions

    func run() throws {
        let time = Duration.seconds(options.short ? 1 : 8)
        try options.run(
            [ReloadMeasure(workers: 16, time: time)], rounds: options.short ? 3 : 5, where: { $0 is Preforkd })
    }
}
