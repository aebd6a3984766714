import Glibc
import LinuxSystem

/// A process that outlives this one by a moment, to end what it started when it is interrupted or crashes.
enum Guardian {
    static func watch(_ group: pid_t) {
        say("watch \(group)\n")
    }

    static func forget(_ group: pid_t) {
        say("forget \(group)\n")
    }

    /// At the end of its input the groups that are left are ended.
    private static let script = """
        while read -r verb group; do
            case $verb in
            watch) groups="$groups $group" ;;
            forget) groups=$(for each in $groups; do [ "$each" = "$group" ] || echo "$each"; done) ;;
            esac
        done
        for group in $groups; do kill -KILL -"$group"; done
        """

    private static let input: Int32 = {
        guard let pipe = try? Pipe(), let kept = try? HighDescriptor.unowned(pipe.writeEnd) else { return -1 }
        let launch = Launch(program: "sh", arguments: ["-c", script], descriptors: [0: pipe.readEnd.rawValue])
        return (try? launch.spawn()) == nil ? -1 : kept
    }()

    private static func say(_ line: String) {
        _ = line.utf8CString.withUnsafeBufferPointer { write(input, $0.baseAddress, $0.count - 1) }
    }
}
