/// A part of the benchmark that can be run for itself. In each of its rounds every measure has its turn, so that
/// neighbours in its list can be compared with each other.
package struct Section: Sendable {
    package let name: String
    package let abstract: String
    package let measures: [any Measure]
    /// Whether it is left out of a short run that names no sections.
    package let isLong: Bool

    init(name: String, abstract: String, measures: [any Measure], isLong: Bool = false) {
        self.name = name
        self.abstract = abstract
        self.measures = measures
        self.isLong = isLong
    }

    /// As much of it as these measures are.
    package func with(_ measures: [any Measure]) -> Section {
        Section(name: name, abstract: abstract, measures: measures, isLong: isLong)
    }

    /// For a short run, which takes what the goals ask for and no measure that takes its time.
    package static let short = all.filter { !$0.isLong }.map { section in
        section.with(section.measures.filter { measure in GoalTable.all.contains { $0.asks(for: measure) } })
    }.filter { !$0.measures.isEmpty }

    package static let all = [
        Section(
            name: "greeting", abstract: "short connections: the server says one line and closes",
            measures: [
                Catalog.greeting(64, clients: 1), Catalog.greeting(512, clients: 1), Catalog.greeting(64, clients: 16),
                Catalog.greeting(512, clients: 16), Catalog.greeting(64, clients: 128),
                Catalog.greeting(512, clients: 128),
            ]),
        Section(
            name: "echo", abstract: "one round trip per connection, and many",
            measures: [Catalog.echo(clients: 16), Catalog.echo(clients: 128), Catalog.sessions]),
        Section(
            name: "programs", abstract: "each connection starts a small static program",
            measures: [Catalog.programs(clients: 1), Catalog.programs(clients: 16)]),
        Section(
            name: "start", abstract: "from the start of the command to the first answer",
            measures: [Catalog.start(4), Catalog.start(64)]),
        Section(
            name: "burst", abstract: "a pool at its minimum meets as many clients as it may have workers",
            measures: [Catalog.burst(8, 64), Catalog.burst(4, 512)]),
        Section(
            name: "memory", abstract: "what workers take while nobody is there",
            measures: [Catalog.idle(64), Catalog.idle(512)]),
        Section(
            name: "crowd", abstract: "as many workers as there may be, each with a client", measures: [Catalog.crowd],
            isLong: true),
        Section(
            name: "quiet", abstract: "an idle server: who does not run makes no system call",
            measures: [Catalog.quiet(1), Catalog.quiet(1_000)]),
        Section(
            name: "calls", abstract: "system calls per greeting",
            measures: [Catalog.calls(4, clients: 1), Catalog.calls(64, clients: 16)]),
        Section(
            name: "instructions", abstract: "instructions per greeting, where the processor's counters can be read",
            measures: [Catalog.instructions(64, clients: 16)]),
        Section(
            name: "status", abstract: "how long preforkctl status takes while the daemon is in trouble",
            measures: [Catalog.status(64), Catalog.status(1_000)]),
        Section(
            name: "reload", abstract: "whether clients notice that the daemon is told to reload",
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
