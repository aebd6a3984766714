import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// Runs command lines of README.md as in a clone with everything built, in a network and a /tmp of their own.
final class ReadmeStage {
    let folder: TemporaryFolder
    private var daemon: DaemonProcess?

    init() throws {
        folder = try TemporaryFolder()
        // A build runs already, the one of these tests, and holds a lock.
        let swift = """
            #!/bin/sh
            case $1 in
            run) program=$2; shift 2; exec "./$program" "$@" ;;
            test) exit 0 ;;
            *) exit 64 ;;
            esac

            """
        try folder.write("bin/swift", bytes: Array(swift.utf8), mode: 0o755)
        // What it installs is there, or these tests would not run.
        try folder.write("packaging/build-dependencies", bytes: Array("#!/bin/sh\n".utf8), mode: 0o755)
        for program in [Program.preforkd, Program.preforkctl] { _ = try folder.copy(program) }
    }

    /// Runs a line to its end, beside the daemon if there is one.
    func run(_ line: String) throws -> Outcome {
        let network = daemon.map { Wrapper(arguments: ["nsenter", "--target=\($0.pid)", "--net"]) }
        return try Program.run(
            Launch(program: "/bin/sh", arguments: shell(line), wrappers: [network ?? .ownNetwork, place]))
    }

    /// Runs a line that serves, and comes back when it is ready.
    func serve(_ line: String) throws -> DaemonProcess {
        var setup = DaemonSetup(nil)
        setup.program = "/bin/sh"
        setup.arguments = shell(line)
        setup.wrappers = [.ownNetwork, place]
        setup.notify = .isAbsent
        let daemon = try setup.start()
        self.daemon = daemon
        _ = try daemon.log.wait(containing: "ready: ")
        return daemon
    }

    /// A file of the daemon's, as it sees it.
    func seenByDaemon(_ path: String) -> String { "/proc/\(daemon?.pid ?? 0)/root\(path)" }

    private func shell(_ line: String) -> [String] { ["-c", "PATH=./bin:$PATH\n\(line)"] }

    /// The folder, a /tmp that hides all others, and no configuration in /etc.
    private var place: Wrapper {
        let text = """
            cd \(folder.path) && mount -t tmpfs none /tmp || exit 71
            [ ! -d /etc/preforkd ] || mount -t tmpfs none /etc/preforkd || exit 71
            exec "$0" "$@"
            """
        return .script(text, under: ["unshare", "--mount"])
    }
}
