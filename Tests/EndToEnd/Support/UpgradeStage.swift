import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// A daemon whose program is replaced on disk and upgraded to, again and again.
final class UpgradeStage {
    let stage: ReloadStage
    /// Where its program lies.
    let program: String
    private let folder: TemporaryFolder
    private var endings = 0

    var daemon: DaemonProcess { stage.daemon }

    /// How an upgrade ended, and what was written about it.
    struct Ending {
        let holds: Bool
        let text: String
    }

    convenience init(_ configuration: String) throws {
        try self.init(DaemonSetup(configuration))
    }

    init(_ setup: DaemonSetup) throws {
        folder = try TemporaryFolder()
        program = try folder.copy(Program.preforkd)
        var setup = setup
        setup.program = program
        stage = try ReloadStage(setup)
    }

    // MARK: What is installed

    /// As a package does: the file is replaced in one step, and the one that runs has no name any more.
    func install(_ other: String = Program.preforkd, deed: String = "") throws {
        try folder.write("preforkd.deed", deed)
        try install(bytes: try FileContents.read(other, limit: 1 << 30))
    }

    func install(script: String, mode: mode_t = 0o755) throws {
        try install(bytes: Array(script.utf8), mode: mode)
    }

    private func install(bytes: [UInt8], mode: mode_t = 0o755) throws {
        let next = folder.path("next")
        unlink(next)
        try folder.write("next", bytes: bytes, mode: mode)
        guard rename(next, program) == 0 else { throw Errno(rawValue: errno) }
    }

    /// The file that runs keeps a name, and not the one that it was started by.
    func moveAway() throws {
        guard rename(program, program + ".old") == 0 else { throw Errno(rawValue: errno) }
    }

    func uninstall() {
        unlink(program)
    }

    // MARK: Upgrades

    /// Upgrades to what is installed, and waits for the end.
    @discardableResult
    func upgrade() throws -> Ending {
        ask()
        return try waitForEnd()
    }

    func ask() {
        daemon.child.send(SIGUSR2)
    }

    /// Of the next upgrade that has not been waited for.
    func waitForEnd() throws -> Ending {
        endings += 1
        let number = endings
        return try daemon.log.wait("the end of upgrade \(number)") { entries in
            entries.lazy.compactMap { Self.ending($0.text) }.dropFirst(number - 1).first
        }
    }

    private static func ending(_ line: String) -> Ending? {
        if line.contains(" upgraded from version ") { return Ending(holds: true, text: line) }
        return line.contains("the upgrade failed") ? Ending(holds: false, text: line) : nil
    }

    /// Waits until the other program has a worker on trial.
    func waitUntilOnTrial() throws {
        let workers = daemon.workers
        // Behind the examination and the trial of limits.
        _ = try daemon.log.wait(containing: ": listening on ", number: 2)
        try eventually("a worker on trial") {
            daemon.workers.contains { !workers.contains($0) && ProcessFacts(pid: $0).title.isEmpty == false }
        }
    }

    /// Waits until the program before goes on, which the `number`-th time it does.
    func waitUntilResumed(_ number: Int = 1) throws {
        _ = try daemon.log.wait(containing: " goes on: version ", number: number)
    }

    /// What the service manager was told of begins and ends, as one letter each.
    var told: String {
        daemon.notifications.texts.compactMap { ["RELOADING=1": "b", "READY=1": "e"][$0] }.joined()
    }

    /// Waits until each of so many upgrades or reloads was told, once, behind the start.
    func waitUntilTold(_ count: Int) throws {
        let wanted = "e" + String(repeating: "be", count: count)
        do {
            try eventually("the end of each") { told == wanted }
        } catch {
            throw Absent(wanted: "\(wanted) (\(told))", limit: nil)
        }
    }
}
