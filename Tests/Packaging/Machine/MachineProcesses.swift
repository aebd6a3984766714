import Glibc
import LinuxSystem
import SystemPackage

/// A process of a machine, seen from outside.
struct MachineProcess: Hashable {
    /// The number that it has out here.
    let pid: pid_t
    let title: String

    var isSupervisor: Bool { title == "preforkd: supervisor" }

    func send(_ signal: CInt) {
        kill(pid, signal)
    }

    /// Whether it ends, or has, within the time.
    func waitForEnd(within limit: Duration = .seconds(20)) throws -> Bool {
        do {
            return try ProcessWatch(pid).waitForEnd(within: limit)
        } catch Errno.noSuchProcess {
            return true
        }
    }
}

extension Machine {
    /// All processes of a unit, whoever their parents are.
    func processes(of unit: String = Machine.service) throws -> [MachineProcess] {
        let group = "/sys/fs/cgroup/system.slice/\(unit)/cgroup.procs"
        // The unit has no group while nothing of it runs.
        guard FileContents.exists("\(root)\(group)") else { return [] }
        return try read(group).split(separator: "\n").compactMap { line in
            guard let pid = pid_t(line), let bytes = try? FileContents.read("/proc/\(pid)/cmdline", limit: 4_096)
            else { return nil }
            return MachineProcess(pid: pid, title: String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self))
        }
    }

    func supervisor() throws -> MachineProcess {
        guard let found = try processes().first(where: \.isSupervisor) else {
            throw Failure(description: "no supervisor runs")
        }
        return found
    }

    func workers() throws -> [MachineProcess] {
        try processes().filter { !$0.isSupervisor }
    }

    /// The lines of its /proc/PID/status by their names, each with its first value.
    func status(of process: MachineProcess) throws -> [String: String] {
        let text = String(decoding: try FileContents.read("/proc/\(process.pid)/status", limit: 65_536), as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: "\t") }.filter { $0.count > 1 }
        return Dictionary(lines.map { (String($0[0].dropLast()), String($0[1])) }) { first, _ in first }
    }
}
