/// A part of the benchmark that can be run for itself. In each of its rounds every measure has its turn, so that
/// neighbours in its list can be compared with each other.
package struct Section: Sendable {
    package let name: String
    package let abstract: String
    package let measures: [any Measure]
    /// How long a short run gives it; nil: it is left out of one that does not name it, and takes its time in one that does.
    package let share: Duration?

    init(_ name: String, share: Duration?, abstract: String, measures: [any Measure]) {
        self.name = name
        self.share = share
        self.abstract = abstract
        self.measures = measures
    }

    /// As much of it as these measures are.
    package func with(_ measures: [any Measure]) -> Section {
        Section(name, share: share, abstract: abstract, measures: measures)
    }

    /// For a short run, which takes what the goals ask for and no measure that takes its time.
    package static let short = all.filter { $0.share != nil }.map { section in
        section.with(section.measures.filter { measure in GoalTable.all.contains { $0.asks(for: measure) } })
    }.filter { !$0.measures.isEmpty }

    package static let all = [
        Section(
            "greeting", share: .seconds(22), abstract: "short connections: the server says one line and closes",
            measures: [
                Catalog.greeting(64, clients: 1), Catalog.greeting(512, clients: 1), Catalog.greeting(64, clients: 16),
                Catalog.greeting(512, clients: 16), Catalog.greeting(64, clients: 128),
                Catalog.greeting(512, clients: 128),
            ]),
        Section(
            "echo", share: .seconds(16), abstract: "one round trip per connection, and many",
            measures: [Catalog.echo(clients: 16), Catalog.echo(clients: 128), Catalog.sessions]),
        Section(
            "programs", share: .seconds(10), abstract: "each connection starts a small static program",
            measures: [Catalog.programs(clients: 1), Catalog.programs(clients: 16)]),
        Section(
            "start", share: .seconds(3), abstract: "from the start of the command to the first answer",
            measures: [Catalog.start(4), Catalog.start(64)]),
        Section(
            "burst", share: .seconds(14),
            abstract: "a pool at its minimum meets as many clients as it may have workers",
            measures: [Catalog.burst(8, 64), Catalog.burst(4, 512)]),
        Section(
            "memory", share: .seconds(9), abstract: "what workers take while nobody is there",
            measures: [Catalog.idle(64), Catalog.idle(512)]),
        Section(
            "crowd", share: nil, abstract: "as many workers as there may be, each with a client",
            measures: [Catalog.crowd]),
        Section(
            "quiet", share: .seconds(9), abstract: "an idle server: who does not run makes no system call",
            measures: [Catalog.quiet(1), Catalog.quiet(1_000)]),
        Section(
            "calls", share: .seconds(7), abstract: "system calls per greeting",
            measures: [Catalog.calls(4, clients: 1), Catalog.calls(64, clients: 16)]),
        Section(
            "instructions", share: nil,
            abstract: "instructions per greeting, where the processor's counters can be read",
            measures: [Catalog.instructions(64, clients: 16)]),
        Section(
            "status", share: .seconds(6), abstract: "how long preforkctl status takes while the daemon is in trouble",
            measures: [Catalog.status(64), Catalog.status(1_000)]),
        Section(
            "reload", share: nil, abstract: "whether clients notice that the daemon is told to reload",
            measures: [Catalog.reload]),
    ]
}

/// The measures that there are, for the sections and for the goals to name.
enum Catalog {
    static func greeting(_ workers: Int, clients: Int) -> ConnectionsMeasure {
        ConnectionsMeasure(.greeting, workers: workers, clients: clients)
    }
    static func echo(clients: Int) -> ConnectionsMeasure { ConnectionsMeasure(.echo, workers: 64, clients: clients) }
    static func programs(clients: Int) -> ConnectionsMeasure {
        ConnectionsMeasure(.program, workers: 16, clients: clients)
    }
    static func start(_ workers: Int) -> StartMeasure { StartMeasure(workers: workers) }
    static func burst(_ min: Int, _ max: Int) -> BurstMeasure { BurstMeasure(from: min, to: max) }
    static func idle(_ workers: Int) -> IdleMeasure { IdleMeasure(workers: workers) }
    static func quiet(_ workers: Int) -> QuietMeasure { QuietMeasure(workers: workers) }
    static func calls(_ workers: Int, clients: Int) -> CallsMeasure { CallsMeasure(workers: workers, clients: clients) }
    static func instructions(_ workers: Int, clients: Int) -> InstructionsMeasure {
        InstructionsMeasure(workers: workers, clients: clients)
    }
    static func status(_ workers: Int) -> StatusMeasure { StatusMeasure(workers: workers) }
    static let sessions = SessionsMeasure(workers: 64)
    static let crowd = CrowdMeasure(workers: 10_000)
    static let reload = ReloadMeasure(workers: 16)
}
