import LinuxSystem

/// What a process takes, as proc_pid_smaps(5) and proc_pid_status(5) tell it; or several together.
package struct ProcessMemory: Equatable, Sendable {
    /// Its own memory and its share of what it has together with others, in KiB.
    package private(set) var proportional: Int
    /// In KiB.
    package private(set) var pageTables: Int

    /// nil where one of the two does not tell, as of a process that has ended.
    package init?(rollup: String, status: String) {
        guard let proportional = Self.kilobytes("Pss:", in: rollup),
            let pageTables = Self.kilobytes("VmPTE:", in: status)
        else { return nil }
        self.proportional = proportional
        self.pageTables = pageTables
    }

    init?(of pid: Int32) {
        guard let rollup = FileContents.text("/proc/\(pid)/smaps_rollup"),
            let status = FileContents.text("/proc/\(pid)/status")
        else { return nil }
        self.init(rollup: rollup, status: status)
    }

    /// Nothing yet.
    package init() {
        (proportional, pageTables) = (0, 0)
    }

    package static func + (first: Self, second: Self) -> Self {
        var sum = first
        sum.proportional += second.proportional
        sum.pageTables += second.pageTables
        return sum
    }

    private static func kilobytes(_ key: String, in text: String) -> Int? {
        for line in text.split(separator: "\n") where line.hasPrefix(key) {
            return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        }
        return nil
    }
}
