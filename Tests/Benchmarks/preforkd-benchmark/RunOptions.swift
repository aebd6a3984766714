import ArgumentParser
import Benchmark
import Glibc
import LinuxSystem

/// Which servers take part, and how often.
struct RunOptions: ParsableArguments {
    @Flag(help: "Few and short rounds: the first two commands together within two minutes or so.")
    var short = false

    @Option(help: "So many rounds.")
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
    }

    /// - Parameter takesPart: beside what was asked for.
    func run(
        _ measures: [any Measure], rounds usual: Int, where takesPart: (any Server) -> Bool = { _ in true }
    ) throws {
        // What else the machine does is the first thing to know about any figure.
        say("\(sysconf(CInt(_SC_NPROCESSORS_ONLN))) processors, load before the start: \(Self.load)")
        let folder = try TemporaryFolder()
        // Its programs run until the end.
        defer { withExtendedLifetime(folder) {} }
        let present = try servers(in: folder).filter(takesPart).filter { server in
            let missing = server.missing
            if let need = missing.first { say("left out: \(server.name), without \(need.file) (from \(need.package))") }
            return missing.isEmpty
        }
        let runner = Runner(present, rounds: rounds ?? usual, longTurn: short ? .seconds(4) : .seconds(60))
        for measure in measures {
            let results = runner.run(measure)
            say("\n\(measure.title)\n\n\(results.table)")
            for remark in results.remarks { say(remark) }
        }
    }

    private func servers(in folder: TemporaryFolder) throws -> [any Server] {
        let preforkds = try others.map { Preforkd(try folder.install($0), name: "preforkd \($0)") }
        let all: [any Server] =
            [Preforkd(try folder.install(Self.beside("preforkd")))] + preforkds + [
                CReference(try folder.install(Self.beside("c-reference"))), Nginx(), Tcpserver(), Xinetd(),
                SocketActivate(),
                NetServer(), Httpd(), PHPFPM(),
            ]
        return all.filter { server in only.isEmpty || only.contains { server.name.contains($0) } }
    }

    /// Of the last minute.
    private static var load: Substring {
        let bytes = (try? FileContents.read("/proc/loadavg", limit: 1 << 10)) ?? []
        return String(decoding: bytes, as: UTF8.self).prefix { $0 != " " }
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
