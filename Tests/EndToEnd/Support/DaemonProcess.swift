import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

/// A daemon as a user starts it, with everything that it writes collected. It ends, and its workers too, with its owner.
final class DaemonProcess {
    let child: Child
    /// Lines of its stderr, and messages of its journal where it has one.
    let log = Transcript()
    /// What the service manager was told, assignment by assignment.
    let notifications = Transcript()
    let spawned: Duration
    /// The configuration and the notify socket.
    let folder: TemporaryFolder
    private let collector: Collector
    // What the collector reads from, and what the daemon was given.
    private let setup: DaemonSetup
    private let manager: Datagrams
    private let output: Descriptor

    /// Starts `configuration` and waits until it is ready.
    convenience init(_ configuration: String) throws {
        try self.init(DaemonSetup(configuration))
    }

    init(_ setup: DaemonSetup) throws {
        let folder = try TemporaryFolder()
        let manager = try Datagrams(at: folder.path("notify"))
        let pipe = try Pipe()
        var launch = setup.launch(try setup.commandLine(in: folder))
        // A burst of debug lines must fit, however late the reader is. Glibc hides the name of the command.
        let setPipeSize: CInt = 1031
        _ = fcntl(pipe.writeEnd.rawValue, setPipeSize, 1 << 20)
        switch setup.standardError {
        case .collected: launch.descriptors[2] = pipe.writeEnd.rawValue
        case .given(let descriptor): launch.descriptors[2] = descriptor.number
        case .closed: launch.closed.insert(2)
        }
        switch setup.notify {
        case .listens: launch.environment.append("NOTIFY_SOCKET=\(folder.path("notify"))")
        case .isNamed(let path): launch.environment.append("NOTIFY_SOCKET=\(path)")
        case .isAbsent: break
        }
        if setup.journal != nil {
            let identity = try FileIdentity(of: pipe.writeEnd.rawValue)
            launch.environment.append("JOURNAL_STREAM=\(identity.device):\(identity.inode)")
        }
        let output = try pipe.readEnd.duplicate()
        collector = try Collector(
            [
                Self.manager(manager.socket.rawValue, notifications, setup.store), setup.journal?.inlet(beside: log),
                setup.standardError.isCollected ? Self.lines(output.rawValue, log, notifications) : nil,
            ].compactMap(\.self))
        spawned = MonotonicClock.now()
        child = try Child(launch)
        _ = consume pipe
        self.setup = setup
        self.folder = folder
        self.manager = manager
        self.output = output
        LogBook.current?.add(setup.program, log)
        guard case .listens = setup.notify, setup.waitsUntilReady else { return }
        _ = try notifications.wait(containing: "READY=1", within: .seconds(30))
    }

    private static func lines(_ number: CInt, _ log: Transcript, _ notifications: Transcript) -> Collector.Inlet {
        let lines = LineReader(log)
        return Collector.Inlet(number: number) { bytes in
            lines.take(bytes)
            // At its end nobody is left who could say anything.
            if bytes.isEmpty { notifications.end() }
        }
    }

    private static func manager(
        _ number: CInt, _ notifications: Transcript, _ store: FakeStore
    ) -> Collector.Inlet {
        Collector.Inlet(number: number, kind: .orders(store.obey)) { datagram in
            for line in String(decoding: datagram, as: UTF8.self).split(separator: "\n") {
                notifications.append(String(line))
            }
        }
    }

    deinit {
        if child.status == nil { child.sendToGroup(SIGKILL) }
        collector.finish()
    }

    var pid: pid_t { child.pid }

    var workers: [pid_t] { ProcessFacts.children(of: pid) }

    /// Where a service listens: the first of its addresses, or the `number`-th.
    func address(_ service: String, number: Int = 1) throws -> SocketAddress {
        let mark = "\(service): listening on "
        let line = try log.wait(containing: mark, number: number).text
        let words = line.split(separator: " ")
        guard let position = words.firstIndex(of: "on"), position + 1 < words.count,
            let address = Self.address(String(words[position + 1]))
        else { throw Absent(wanted: "an address in \"\(line)\"", limit: nil) }
        return address
    }

    private static func address(_ text: String) -> SocketAddress? {
        if text.hasPrefix("unix:") { return try? SocketAddress(unixPath: String(text.dropFirst(5))) }
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        return SocketAddress(ip: text[..<colon].filter { $0 != "[" && $0 != "]" }, port: port)
    }

    /// Asks it to stop, and waits for its end.
    func stop(_ signal: CInt = SIGTERM) throws -> WaitStatus {
        child.send(signal)
        return try waitForEnd()
    }

    /// Waits for its end, and until everything that it said has been taken in.
    func waitForEnd(within limit: Duration = .seconds(20)) throws -> WaitStatus {
        let status = try child.waitForEnd(within: limit)
        collector.finish()
        return status
    }
}
