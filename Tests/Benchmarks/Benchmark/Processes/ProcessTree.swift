import Glibc
import LinuxSystem

/// A process and all that descend from it, as /proc shows them.
struct ProcessTree {
    let root: pid_t

    /// The processes right below the root: the workers of every server that takes part.
    var workers: [pid_t] { Self.children(of: root) }

    var members: [pid_t] {
        var found = [root]
        var index = 0
        while index < found.count {
            found += Self.children(of: found[index])
            index += 1
        }
        return found
    }

    /// Time on a processor so far, of everybody in it and of those who were in it and were waited for.
    var processorTime: ProcessorTime {
        let members = members
        let schedules = members.map(Self.schedule)
        return ProcessorTime(
            living: schedules.reduce(.zero) { $0 + $1.time }, runs: schedules.reduce(0) { $0 + $1.runs },
            buried: Dictionary(members.map { ($0, Self.ticksOfBuried(by: $0)) }) { first, _ in first })
    }

    /// Of the root alone.
    var openDescriptors: Int { ((try? FileContents.names(in: "/proc/\(root)/fd")) ?? []).count }

    var memory: ProcessMemory { Self.memory(of: members) }

    static func memory(of processes: [pid_t]) -> ProcessMemory {
        processes.compactMap { ProcessMemory(of: $0) }.reduce(ProcessMemory(), +)
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    /// From each thread's schedstat, in nanoseconds: stat would cut each process off at whole ticks of 10 ms.
    private static func schedule(of pid: pid_t) -> (time: Duration, runs: Int) {
        let folder = "/proc/\(pid)/task"
        var (time, runs) = (Int64(0), 0)
        for thread in (try? FileContents.names(in: folder)) ?? [] {
            let fields = text("\(folder)/\(thread)/schedstat").split { $0 == " " || $0 == "\n" }.compactMap {
                Int64($0)
            }
            guard fields.count == 3 else { continue }
            time += fields[0]
            runs += Int(fields[2])
        }
        return (.nanoseconds(time), runs)
    }

    /// cutime and cstime of proc_pid_stat(5), its fields 16 and 17: a sum in ticks, cut off once for all children.
    private static func ticksOfBuried(by pid: pid_t) -> Int {
        let stat = text("/proc/\(pid)/stat")
        // The name of the program is in parentheses and may hold spaces; the state behind it is the third field.
        guard let end = stat.lastIndex(of: ")") else { return 0 }
        let fields = stat[end...].split(separator: " ").dropFirst()
        return fields.dropFirst(13).prefix(2).compactMap { Int($0) }.reduce(0, +)
    }

    private static func text(_ path: String) -> String {
        FileContents.text(path) ?? ""
    }
}
