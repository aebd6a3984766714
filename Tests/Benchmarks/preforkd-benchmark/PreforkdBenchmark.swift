import ArgumentParser
import Benchmark
import Glibc
import LinuxSystem

/// Measures preforkd and its peers side by side.
@main
struct PreforkdBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preforkd-benchmark",
        abstract: "Measure preforkd and its peers side by side, in rounds, on this machine.",
        discussion: """
            Each cell is the median of the rounds, with the lowest and the highest in parentheses and, under ×, the median \
            as a multiple of the first server's. The last table holds what preforkd came to against its goals: medians of \
            the rounds' own values or ratios, with the interval that the true one lies in; where the goal lies in it too, the \
            verdict is open. Nothing is installed: a peer that is missing is named and left out.

            Sections, all of them where none is named:

            \(Section.all.map { "  \($0.name): \($0.abstract)" }.joined(separator: "\n"))
            """)

    @Argument(help: ArgumentHelp("What to measure.", valueName: "section"))
    var sections: [String] = []

    @Flag(
        help:
            "Few and short rounds, within two minutes: all that a goal asks for but crowd; who is in no goal takes one turn, where there is time."
    )
    var short = false

    @Option(help: "So many rounds; with --short, as many of them as there is time for.")
    var rounds: Int?

    @Option(
        name: .customLong("with"),
        help: ArgumentHelp("Another build of preforkd to compare; may be given more than once.", valueName: "program"))
    var others: [String] = []

    @Option(
        help: ArgumentHelp("Only servers in whose name this occurs; may be given more than once.", valueName: "name"))
    var only: [String] = []

    func validate() throws {
        guard 1...1_000 ~= (rounds ?? 1) else { throw ValidationError("--rounds must be 1 to 1000.") }
        for name in sections where !Section.all.contains(where: { $0.name == name }) {
            throw ValidationError("There is no section \"\(name)\".")
        }
    }

    func run() throws {
        var pace = short ? Pace.short : .full
        pace.rounds = rounds ?? pace.rounds
        // What else the machine does is the first thing to know about any figure.
        say("\(sysconf(CInt(_SC_NPROCESSORS_ONLN))) processors, load before the start: \(Self.load); \(pace)")
        Self.allowDescriptors()
        let folder = try TemporaryFolder()
        // Its programs run until the end.
        defer { withExtendedLifetime(folder) {} }
        let servers = present(try ServerTable.all(programs, in: folder))
        var record = Record()
        // What a section leaves of its share is for those behind it.
        var end = MonotonicClock.now()
        for section in wanted {
            let measures = section.measures.filter { has($0.needs, for: $0.title) }
            let began = MonotonicClock.now()
            let share = short ? section.share : nil
            end += share ?? .zero
            let found = try Runner(servers, pace).run(
                section.with(measures), within: TimeLimit(end: share == nil ? nil : end))
            tell(section, measures, found, took: MonotonicClock.now() - began, of: share)
            record.add(found)
        }
        for preforkd in servers where preforkd is Preforkd { say("\n\(GoalTable.table(record, for: preforkd.name))") }
        say("\nload at the end: \(Self.load)")
    }

    /// Servers may have as many as systemd lets a service have, if they ask.
    private static func allowDescriptors() {
        guard let limit = try? ResourceLimit.current(.descriptors) else { return }
        try? ResourceLimit(soft: limit.soft, hard: max(limit.hard, 524_288)).set(.descriptors)
    }

    private var wanted: [Section] {
        guard sections.isEmpty else { return Section.all.filter { sections.contains($0.name) } }
        return short ? Section.short : Section.all
    }

    private var programs: ServerTable.Programs {
        ServerTable.Programs(
            preforkd: Self.beside("preforkd"), preforkctl: Self.beside("preforkctl"),
            reference: Self.beside("c-reference"), others: others)
    }

    private func present(_ servers: [any Server]) -> [any Server] {
        servers.filter { server in only.isEmpty || only.contains { server.name.contains($0) } }
            .filter { has($0.needs, for: $0.name) }
    }

    /// Whether all is here; says it where not.
    private func has(_ needs: [Need], for name: String) -> Bool {
        let missing = needs.first { !$0.isMet }
        if let missing { say("left out: \(name), without \(missing.file) (from \(missing.package))") }
        return missing == nil
    }

    private func tell(
        _ section: Section, _ measures: [any Measure], _ record: Record, took time: Duration, of share: Duration?
    ) {
        let seconds = (time / .seconds(1)).text(digits: 1)
        let given = share.map { ", given \(($0 / .seconds(1)).text(digits: 0))" } ?? ""
        say("\n\(section.name): \(section.abstract) (took \(seconds) s\(given))")
        for measure in measures {
            guard let results = record[measure] else { continue }
            say("\n\(measure.title)\n\n\(results.table)")
            for remark in results.remarks { say(remark) }
        }
    }

    /// Of the last minute.
    private static var load: Substring {
        (FileContents.text("/proc/loadavg") ?? "").prefix { $0 != " " }
    }

    /// The programs of this package lie where this one lies.
    private static func beside(_ name: String) -> String {
        guard let program = realpath("/proc/self/exe", nil) else { return name }
        defer { free(program) }
        return String(cString: program).split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/\(name)"
    }

    private func say(_ text: String) {
        StandardStream.output.write("\(text)\n")
    }
}
