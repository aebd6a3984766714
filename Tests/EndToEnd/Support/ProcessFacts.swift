import Glibc
import LinuxSystem

/// What the kernel tells of a process, in /proc.
struct ProcessFacts {
    let pid: pid_t

    static func children(of pid: pid_t) -> [pid_t] {
        text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    /// Waits until none of the processes has run for a moment: what they were busy with is over.
    static func waitUntilQuiet(_ processes: [pid_t], for moment: Duration) throws {
        let count = { processes.map { ProcessFacts(pid: $0).contextSwitches } }
        try eventually("a moment in which none of \(processes) runs") {
            let before = count()
            pause(moment)
            return count() == before
        }
    }

    /// Whether it is there and not a zombie.
    var isAlive: Bool {
        guard let state = statFields.first else { return false }
        return state != "Z" && state != "X"
    }

    var isStopped: Bool { statFields.first == "T" }

    /// Whether it is there, even as a zombie.
    var exists: Bool { FileContents.exists("/proc/\(pid)") }

    var title: String {
        Self.text("/proc/\(pid)/cmdline").split(separator: "\0").joined(separator: " ")
            .trimmingSpaces()
    }

    /// The name that ps -e and top show.
    var shortName: String { Self.text("/proc/\(pid)/comm").trimmingSpaces() }

    var threads: Int { number("Threads") }

    /// How many descriptors its table has room for.
    var descriptorRoom: Int { number("FDSize") }

    var contextSwitches: Int { number("voluntary_ctxt_switches") + number("nonvoluntary_ctxt_switches") }

    /// Real, effective, saved and for files: one number each where all four agree.
    var userAndGroup: [UInt32] {
        ["Uid", "Gid"].flatMap { name in Set(words(name).compactMap { UInt32($0) }) }
    }

    /// Memory that is its own and in use, in KiB.
    var residentMemory: Int { number("RssAnon") }

    /// Time on a processor.
    var processorTime: Duration {
        // Fields 14 and 15 of proc_pid_stat(5), the state being the third.
        let ticks = statFields.dropFirst(11).prefix(2).compactMap { Int($0) }.reduce(0, +)
        return .milliseconds(ticks * 1_000 / sysconf(CInt(_SC_CLK_TCK)))
    }

    /// By its number in sched(7): 0 is SCHED_OTHER, 3 SCHED_BATCH; field 41 of proc_pid_stat(5).
    var schedulingPolicy: Int? { statFields.dropFirst(38).first.flatMap { Int($0) } }

    /// What stands behind a name in its status, as one line with single spaces.
    func status(_ name: String) -> String { words(name).joined(separator: " ") }

    /// The soft and the hard limit of open descriptors.
    var openFilesLimit: [Int] { limit("Max open files").compactMap { Int($0) } }

    /// A soft and a hard limit by the kernel's name for it.
    func limit(_ name: String) -> [String] {
        let line = Self.text("/proc/\(pid)/limits").split(separator: "\n").first { $0.hasPrefix("\(name) ") }
        return line.map { $0.dropFirst(name.count).split(separator: " ").prefix(2).map(String.init) } ?? []
    }

    var root: String? { Self.link("/proc/\(pid)/root") }

    var workingDirectory: String? { Self.link("/proc/\(pid)/cwd") }

    /// Open descriptors and what each leads to.
    var descriptors: [CInt: String] {
        let folder = "/proc/\(pid)/fd"
        var found: [CInt: String] = [:]
        for name in (try? FileContents.names(in: folder)) ?? [] {
            guard let number = CInt(name), let target = Self.link("\(folder)/\(name)") else { continue }
            found[number] = target
        }
        return found
    }

    /// Descriptors above 2 that a program started by it would have too.
    var inheritable: [CInt] {
        descriptors.keys.filter { number in
            let lines = Self.text("/proc/\(pid)/fdinfo/\(number)").split(separator: "\n")
            let flags = lines.first { $0.hasPrefix("flags:") }?.split(separator: "\t").last.flatMap {
                Int($0, radix: 8)
            }
            return number > 2 && flags.map { $0 & Int(O_CLOEXEC) == 0 } ?? false
        }.sorted()
    }

    /// Everything behind the name of the program, which may hold spaces itself.
    private var statFields: [Substring] {
        let text = Self.text("/proc/\(pid)/stat")
        guard let end = text.lastIndex(of: ")") else { return [] }
        return text[text.index(after: end)...].split(separator: " ")
    }

    private func number(_ name: String) -> Int {
        words(name).first.flatMap { Int($0) } ?? 0
    }

    /// What stands behind a name in the status.
    private func words(_ name: String) -> [Substring] {
        let lines = Self.text("/proc/\(pid)/status").split(separator: "\n")
        let line = lines.first { $0.hasPrefix("\(name):") }
        return line.map { $0.split { $0.isWhitespace }.dropFirst() }.map(Array.init) ?? []
    }

    private static func text(_ path: String) -> String {
        String(decoding: (try? FileContents.read(path, limit: 1 << 20)) ?? [], as: UTF8.self)
    }

    private static func link(_ path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
