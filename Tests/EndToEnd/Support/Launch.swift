import Glibc
import LinuxSystem
import SystemPackage

/// What a program is started with: exactly these arguments, variables and descriptors, and no signal blocked or ignored.
struct Launch {
    var program: String
    var arguments: [String] = []
    /// Beside PATH.
    var environment: [String] = []
    /// Each runs the rest of its line in its own place, the first one outermost.
    var wrappers: [Wrapper] = []
    /// The program's descriptors by number; of 0 to 2, what is not named is /dev/null.
    var descriptors: [CInt: CInt] = [:]
    /// Of descriptors 0 to 2.
    var closed: Set<CInt> = []

    func spawn() throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for number in CInt(0)...2 {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_RDWR, 0)
        }
        // The standard ones first: their sources may have any number, those of the others are HighDescriptors.
        for (number, source) in descriptors.sorted(by: { $0.key < $1.key }) {
            posix_spawn_file_actions_adddup2(&actions, source, number)
        }
        for number in closed { posix_spawn_file_actions_addclose(&actions, number) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        Self.isolate(&attributes)

        let line = wrappers.flatMap(\.arguments) + [program] + arguments
        var pid: pid_t = 0
        let result = Self.withCStrings(line) { arguments in
            Self.withCStrings(environment + ["PATH=/usr/sbin:/usr/bin:/sbin:/bin"]) { environment in
                posix_spawnp(&pid, line[0], &actions, &attributes, arguments, environment)
            }
        }
        guard result == 0 else { throw Errno(rawValue: result) }
        return pid
    }

    /// The threads that tests run on block some signals.
    private static func isolate(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, CShort(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))
    }

    private static func withCStrings<R>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
    ) -> R {
        let copies = strings.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}

/// A program that changes what is around the next one and then becomes it, under the same pid.
struct Wrapper {
    let arguments: [String]

    /// A network of its own, with nothing in it but the loopback interface.
    static let ownNetwork = script("ip link set lo up && exec \"$0\" \"$@\"", under: ["unshare", "--net"])

    /// Sockets from descriptor 3 on; only the process itself knows its number in time.
    static let passedSockets = script("LISTEN_PID=$$ exec \"$0\" \"$@\"")

    /// Root, but not for ports below 1024.
    static let withoutLowPorts = Wrapper(arguments: ["setpriv", "--bounding-set=-net_bind_service"])

    static func user(_ id: UInt32) -> Wrapper {
        Wrapper(arguments: ["setpriv", "--reuid=\(id)", "--regid=\(id)", "--clear-groups"])
    }

    /// `folder` in the place of the one that has journald's socket.
    static func journal(in folder: String) -> Wrapper {
        let mount = """
            mount -t tmpfs none /run && mkdir -p /run/systemd/journal &&
            mount --bind "$0" /run/systemd/journal && exec "$@"
            """
        return Wrapper(arguments: script(mount, under: ["unshare", "--mount"]).arguments + [folder])
    }

    static func file(_ path: String, inThePlaceOf other: String) -> Wrapper {
        let mount = "mount --bind \"$0\" \(other) && exec \"$@\""
        return Wrapper(arguments: script(mount, under: ["unshare", "--mount"]).arguments + [path])
    }

    /// `folder` in the place of the one that has the control groups.
    static func controlGroup(_ folder: String) -> Wrapper {
        let mount = "mount --bind \"$0\" /sys/fs/cgroup && exec \"$@\""
        return Wrapper(arguments: script(mount, under: ["unshare", "--mount"]).arguments + [folder])
    }

    /// `folder` in the place of the program's own control group (version 2).
    static func ownControlGroup(_ folder: String) -> Wrapper {
        let mount = """
            group=/sys/fs/cgroup$(sed -n s/^0:://p /proc/self/cgroup) && mount -t tmpfs none /sys/fs/cgroup &&
            touch /sys/fs/cgroup/cgroup.controllers && mkdir -p "$group" && mount --bind "$0" "$group" &&
            { [ "$group" != /sys/fs/cgroup/ ] || touch "$0/cgroup.controllers"; } && exec "$@"
            """
        return Wrapper(arguments: script(mount, under: ["unshare", "--mount"]).arguments + [folder])
    }

    static func script(_ text: String, under outer: [String] = []) -> Wrapper {
        Wrapper(arguments: outer + ["sh", "-c", text])
    }
}
