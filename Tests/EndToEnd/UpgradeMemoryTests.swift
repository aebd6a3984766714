import Control
import LinuxSystem
import TestSupport
import Testing

@Suite("What operators had before an upgrade", .daemonLogs, .serialized)
struct UpgradeMemoryTests {
    private let folder: TemporaryFolder
    private let socket: String
    private let upgrades: UpgradeStage

    init() throws {
        folder = try TemporaryFolder()
        socket = folder.path("control.sock")
        upgrades = try UpgradeStage(Self.configuration(socket))
    }

    private static func configuration(_ socket: String, level: String = "info") -> String {
        """
        [daemon]
        control = "\(socket)"
        log-level = "\(level)"
        [service.smile]
        listen = "127.0.0.1:0"
        handler = "greeting"
        message = "Smile"
        workers = { min = 2, max = 4 }
        """
    }

    private func ask(_ arguments: String...) throws -> Outcome {
        try Program.run(Launch(program: Program.preforkctl, arguments: arguments + ["--socket", socket]))
    }

    private func status() throws -> DaemonStatus {
        let outcome = try ask("status", "--json")
        let line = try #require(outcome.output.split(separator: "\n").first, "\(outcome)")
        return try #require(DaemonStatus(json: try JSONReader.read(line.utf8)))
    }

    /// To a program that serves, and to one whose workers do not start.
    private func upgradeAndFail() throws {
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        try upgrades.moveAway()
        try upgrades.install(Program.faultySuccessor, deed: "workersDie")
        #expect(try !upgrades.upgrade().holds)
        try upgrades.waitUntilResumed()
    }

    @Test("followers go on, and nothing that happened is lost or told twice", arguments: ["0", "3", "100"])
    func followers(count: String) throws {
        let follower = try Follower(["events", "--follow", "--json", "-n", count, "--socket", socket])
        // Who wants nothing of what was sees only what comes after it has begun.
        try eventually("the first event that it is told") {
            let outcome = try ask("scale", "smile", "--min", "3")
            #expect(outcome.status == .exited(0), "\(outcome)")
            return !follower.lines.texts.isEmpty
        }
        try upgradeAndFail()
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        #expect(try ask("scale", "smile", "--min", "1").status == .exited(0))
        _ = try follower.lines.wait(containing: "scale smile 1")
        let events = try follower.lines.texts.map {
            try #require(EventReport(json: try JSONReader.read($0.utf8)), "\($0)")
        }
        let first = try #require(events.first?.number)
        #expect(events.map(\.number) == Array(first..<first + events.count))
        #expect(events.allSatisfy { $0.missed == 0 })
        #expect(events.count { $0.message.hasPrefix("upgraded from version") } == 2)
        #expect(events.contains { $0.message.contains(" goes on: version ") })
        #expect(follower.child.status == nil)
        // Whoever comes later is told the same.
        let later = try ask("events", "--json", "-n", "1000").output.split(separator: "\n").compactMap {
            EventReport(json: try JSONReader.read($0.utf8))
        }
        #expect(later.filter { $0.number >= first }.prefix(events.count) == events[...])
        #expect(later.contains { $0.number == 1 })
    }

    @Test("who waits for an upgrade that has ended the daemon is told so, and not after minutes")
    func dies() throws {
        try upgrades.install(Program.faultySuccessor, deed: "dies")
        let outcome = try ask("upgrade")
        #expect(outcome.status == .exited(3) && outcome.error.contains("is not running"), "\(outcome)")
    }

    @Test("the generation of the configuration goes on, and so does a log level that somebody has set")
    func configuration() throws {
        #expect(try ask("log-level", "debug").status == .exited(0))
        #expect(try status().generation == 1)
        try upgradeAndFail()
        let after = try status()
        #expect(after.generation == 2 && after.logLevel == "debug" && after.upgrade == .failed)
        #expect(after.configuration == upgrades.daemon.folder.path("preforkd.toml"))
        #expect(try upgrades.stage.reload(Self.configuration(socket, level: "notice")).holds)
        let reloaded = try status()
        #expect(reloaded.generation == 3 && reloaded.logLevel == "notice")
        #expect(try ask("log-level", "debug").status == .exited(0))
        // What the file says by now is another level than the one that was changed.
        try upgrades.stage.write(Self.configuration(socket, level: "info"))
        try upgrades.install()
        #expect(try upgrades.upgrade().holds)
        let last = try status()
        #expect(last.generation == 4 && last.logLevel == "info" && last.upgrade == .done)
    }
}

/// A program that tells what comes, line by line, until its owner has enough.
private final class Follower {
    let lines = Transcript()
    let child: Child
    private let output: Descriptor
    private let collector: Collector

    init(_ arguments: [String]) throws {
        let pipe = try Pipe()
        child = try Child(
            Launch(program: Program.preforkctl, arguments: arguments, descriptors: [1: pipe.writeEnd.rawValue]))
        output = pipe.takeReadEnd()
        let reader = LineReader(lines)
        collector = try Collector([.init(number: output.rawValue, take: { reader.take($0) })])
    }
}
