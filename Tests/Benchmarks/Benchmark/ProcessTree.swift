import Glibc
import LinuxSystem

/// A process and all that descend from it, as /proc shows them.
struct ProcessTree {
    let root: pid_t

    /// The processes right below the root: the workers of every server that takes part.
    var workers: Int { Self.children(of: root).count }

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
    var processorTime: Duration {
        members.reduce(.zero) { $0 + Self.ownTime(of: $1) + Self.timeOfBuried(by: $1) }
    }

    private static func children(of pid: pid_t) -> [pid_t] {
        text("/proc/\(pid)/task/\(pid)/children").split(separator: " ").compactMap { pid_t($0) }
    }

    /// In nanoseconds, from each thread's schedstat: stat would cut each process off at whole ticks of 10 ms.
    private static func ownTime(of pid: pid_t) -> Duration {
        let folder = "/proc/\(pid)/task"
        let times = ((try? FileContents.names(in: folder)) ?? []).compactMap { thread in
            text("\(folder)/\(thread)/schedstat").split(separator: " ").first.flatMap { Int64($0) }
        }
        return .nanoseconds(times.reduce(0, +))
    }

    /// cutime and cstime of proc_pid_stat(5), its fields 16 and 17: a sum in ticks, cut off once for all children.
    private static func timeOfBuried(by pid: pid_t) -> Duration {
        let stat = text("/proc/\(pid)/stat")
        // The name of the program is in parentheses and may hold spaces; the state behind it is the third field.
        guard let end = stat.lastIndex(of: ")") else { return .zero }
        let fields = stat[end...].split(separator: " ").dropFirst()
        let ticks = fields.dropFirst(13).prefix(2).compactMap { Int($0) }.reduce(0, +)
        return .milliseconds(ticks * 1_000 / sysconf(CInt(_SC_CLK_TCK)))
    }

    private static func text(_ path: String) -> String {
        String(decoding: (try? FileContents.read(path, limit: 1 << 20)) ?? [], as: UTF8.self)
    }
}
