import LinuxSystem
import SystemPackage
import TestSupport

/// How a test wants its daemon started.
struct DaemonSetup {
    /// The text of its configuration file; nil: none is named.
    var configuration: String?
    var program = Program.preforkd
    var arguments: [String] = []
    var environment: [String] = []
    var wrappers: [Wrapper] = []
    var closed: Set<CInt> = []
    var strayDescriptors: [CInt: HighDescriptor] = [:]
    var standardError = StandardErrorKind.collected
    var notify = NotifyKind.listens
    /// Whether a service manager that listens is to hear READY=1 before the start counts as done.
    var waitsUntilReady = true
    var journal: FakeJournal?
    /// What the service manager keeps; as long as nothing else is said, nothing.
    var store = FakeStore(room: 0)
    private var passed: [(name: String, socket: HighDescriptor)] = []

    enum StandardErrorKind {
        case collected
        case given(HighDescriptor)
        case closed

        var isCollected: Bool { if case .collected = self { true } else { false } }
    }

    enum NotifyKind {
        case listens
        case isNamed(String)
        case isAbsent
    }

    init(_ configuration: String?) {
        self.configuration = configuration
    }

    /// Passes a socket as socket activation does.
    mutating func pass(_ name: String, _ socket: HighDescriptor) {
        passed.append((name, socket))
    }

    func start() throws -> DaemonProcess { try DaemonProcess(self) }

    /// Starts it as systemd does again: with what is in the store, behind the sockets that were passed before.
    func startAgain() throws -> DaemonProcess {
        var setup = self
        for (name, descriptor) in try store.contents() { setup.pass(name, descriptor) }
        return try setup.start()
    }

    /// The file in its folder, and the command line that names it.
    func commandLine(in folder: TemporaryFolder) throws -> [String] {
        guard let configuration else { return arguments }
        return ["--config", try folder.write("preforkd.toml", configuration)] + arguments
    }

    /// Whatever is passed on as it is; the pipe of stderr and the notify socket come from whoever starts it.
    func launch(_ arguments: [String]) -> Launch {
        var launch = Launch(program: program, arguments: arguments, environment: environment, wrappers: wrappers)
        launch.closed = closed
        launch.descriptors = strayDescriptors.mapValues(\.number)
        if let journal { launch.wrappers.append(.journal(in: journal.folder.path)) }
        guard !passed.isEmpty else { return launch }
        launch.wrappers.append(.passedSockets)
        let names = passed.map(\.name).joined(separator: ":")
        launch.environment += ["LISTEN_FDS=\(passed.count)", "LISTEN_FDNAMES=\(names)"]
        for (index, passed) in passed.enumerated() { launch.descriptors[CInt(3 + index)] = passed.socket.number }
        return launch
    }
}
