import Testing

@Suite("Options")
struct DocumentsOptionsTests {
    private static let subcommands = [
        "status", "workers", "top", "events", "reload", "upgrade", "scale", "drain", "resume", "log-level", "connect",
    ]

    private static let rows: [(page: String, program: String, help: [[String]])] = [
        ("preforkd.8", "preforkd", [["--help"]]),
        ("preforkctl.1", "preforkctl", [["--help"]] + subcommands.map { [$0, "--help"] }),
    ]

    @Test("each that --help tells is in the page with the name of its value, and the reverse", arguments: rows)
    func options(page: String, program: String, help: [[String]]) throws {
        let told = try Set(help.flatMap { try Self.help(program, $0) })
        let written = try DocumentsPage(page).section("DESCRIPTION").items.map(\.head).filter { $0.first == "Fl" }
            .flatMap(Self.options)
        #expect(Set(written) == told)
        #expect(Set(written).count == written.count, "each once")
        #expect(told.isSuperset(of: ["-h", "--help", "--version"]), "the help was understood")
    }

    @Test("each is in the synopsis", arguments: rows)
    func synopsis(page: String, program: String, help: [[String]]) throws {
        let told = try Set(help.flatMap { try Self.help(program, $0) })
        let words = try DocumentsPage(page).section("SYNOPSIS").text.split(separator: " ")
        for option in told {
            // `Fl` writes one of the dashes.
            let name = option.split(separator: " ")[0].dropFirst()
            #expect(words.contains(name), "\(option)")
        }
    }

    @Test("subcommands and arguments of preforkctl are those of its page")
    func subcommands() throws {
        let program = DocumentsProgram.ours("preforkctl")
        let list = try program.run("--help").output.split(separator: "\n").drop { $0 != "SUBCOMMANDS:" }.dropFirst()
        let told = list.prefix { $0.hasPrefix("  ") && !$0.contains("preforkctl help") }
            .map { String($0.split(separator: " ")[0]) }
        let items = try DocumentsPage("preforkctl.1").section("DESCRIPTION").items.filter { $0.head.first == "Cm" }
        // `help` is there though the list leaves it out.
        #expect(items.map { $0.head[1] } == told + ["help"])
        #expect(told == Self.subcommands)
        for item in items {
            let usage = try program.run("help", item.head[1]).output
            let arguments = item.head.indices.filter { item.head[$0] == "Ar" }.map { item.head[$0 + 1] }
            let line = usage.split(separator: "\n").first { $0.hasPrefix("USAGE:") } ?? ""
            // Options are elsewhere.
            let shown = String(line).replacing(/\[-[^\]]*\]/, with: "")
            if item.head[1] != "help" { #expect(shown.matches(of: /<(\w+)>/).map { String($0.1) } == arguments) }
        }
        #expect(!told.isEmpty)
    }

    /// `-h`, `--help`, `--config <file>` from what the program prints.
    private static func help(_ program: String, _ arguments: [String]) throws -> [String] {
        let run = DocumentsProgram.ours(program)
        let answer = try arguments.count == 1 ? run.run(arguments[0]) : run.run(arguments[0], arguments[1])
        let lines = answer.output.split(separator: "\n").drop { $0 != "OPTIONS:" }.dropFirst().prefix {
            $0.hasPrefix("  ")
        }
        return lines.flatMap { line -> [String] in
            guard let match = line.firstMatch(of: /^  (?:(-\w), )?(--[a-z-]+)( <\w+>)?/) else { return [] }
            return [match.1.map(String.init), String(match.2) + String(match.3 ?? "")].compactMap(\.self)
        }
    }

    /// The same from `Fl h , Fl -help` and `Fl -config Ar file`.
    private static func options(_ head: [String]) -> [String] {
        var found: [String] = []
        for (macro, word) in zip(head, head.dropFirst()) {
            if macro == "Fl" { found.append("-\(word)") }
            if macro == "Ar" { found[found.count - 1] += " <\(word)>" }
        }
        return found
    }
}
