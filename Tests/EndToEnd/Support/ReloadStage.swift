import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// A daemon that is reloaded again and again, and what it must have left each time.
final class ReloadStage {
    let daemon: DaemonProcess
    private var endings = 0
    private var reports = 0

    /// How a reload ended, and what was written about it.
    struct Ending {
        let holds: Bool
        /// From its begin on, the end the last of them.
        let lines: [String]

        var text: String { lines.joined(separator: "\n") }
    }

    convenience init(_ configuration: String) throws {
        try self.init(DaemonSetup(configuration))
    }

    init(_ setup: DaemonSetup) throws {
        daemon = try setup.start()
    }

    func write(_ configuration: String) throws {
        // In one step, for a reload may be reading.
        let next = try daemon.folder.write("next", configuration)
        guard rename(next, daemon.folder.path("preforkd.toml")) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Reloads the file as it is, or with other contents, and waits for the end.
    @discardableResult
    func reload(_ configuration: String? = nil) throws -> Ending {
        if let configuration { try write(configuration) }
        daemon.child.send(SIGHUP)
        return try waitForEnd()
    }

    /// Of the next reload that has not been waited for.
    func waitForEnd() throws -> Ending {
        endings += 1
        let number = endings
        return try daemon.log.wait("the end of reload \(number)") { entries in
            let ends = entries.indices.lazy.filter { Self.holds(entries[$0].text) != nil }
            guard let end = ends.dropFirst(number - 1).first, let holds = Self.holds(entries[end].text) else {
                return nil
            }
            let begin = entries[..<end].lastIndex { $0.text.contains("reloading the configuration") } ?? end
            return Ending(holds: holds, lines: entries[begin...end].map(\.text))
        }
    }

    private static func holds(_ line: String) -> Bool? {
        if line.contains(": reloaded in ") || line.contains(" reloaded in ") { return true }
        return line.contains("the reload failed") ? false : nil
    }

    // MARK: What it has

    /// Connections that a service has taken so far.
    func accepted(_ service: String) throws -> Int {
        reports += 1
        daemon.child.send(SIGUSR1)
        let line = try daemon.log.wait(containing: " \(service): ", where: " crashed), ", number: reports).text
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(where: { $0.hasPrefix("connection") }), let count = Int(words[place - 1])
        else {
            throw Absent(wanted: "a number in \"\(line)\"", limit: nil)
        }
        return count
    }

    func workers(_ service: String) -> Set<pid_t> {
        Set(daemon.workers.filter { ProcessFacts(pid: $0).title == "preforkd: worker \(service)" })
    }

    /// What the supervisor has open, without the numbers that tell one from another, once that is the same for a moment:
    /// it may be speaking to the service manager.
    var descriptors: [String] {
        var (last, now) = ([String](), open)
        while last != now {
            pause(.milliseconds(20))
            (last, now) = (now, open)
        }
        return now
    }

    private var open: [String] {
        ProcessFacts(pid: daemon.pid).descriptors.values.map { $0.filter { !$0.isNumber } }.sorted()
    }

    /// Waits until it has so many workers and the descriptors that it had before.
    func waitUntilAsBefore(_ descriptors: [String], workers: Int) throws {
        do {
            try eventually("as many workers and descriptors as before") {
                daemon.workers.count == workers && open == descriptors
            }
        } catch {
            throw Absent(
                wanted: "\(workers) workers (\(daemon.workers.count)) and \(descriptors) (\(self.descriptors))",
                limit: nil)
        }
    }
}

extension Transcript {
    /// Waits for the `number`-th entry with both in it.
    fileprivate func wait(containing part: String, where other: String, number: Int) throws -> Entry {
        try wait("\(number) × \"\(part)…\(other)\"") { entries in
            entries.lazy.filter { $0.text.contains(part) && $0.text.contains(other) }.dropFirst(number - 1).first
        }
    }
}
