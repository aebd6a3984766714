import CLinux
import Glibc
package import LinuxSystem
package import LoadClient
package import SystemPackage

/// A server at work: started, known to answer, and gone with all its processes when it is stopped.
package final class ServerProcess {
    package enum Failure: Error {
        case cantStart(Errno)
        /// It ended, or never answered.
        case doesNotAnswer(said: String)
    }

    package let address: SocketAddress
    let tree: ProcessTree
    private let folder: TemporaryFolder
    private let server: any Server
    private let work: Work
    private var isStopped = false
    private var changes = 0

    /// Starts it and waits until it answers and all the processes are there that it begins with.
    package init(_ server: any Server, _ work: Work) throws {
        let port = try Self.freePort()
        self.server = server
        self.work = work
        folder = try TemporaryFolder()
        address = port.address
        let line = try server.commandLine(for: work, port: port.number, folder: folder)
        // It asks the server to stop should the benchmark die.
        tree = ProcessTree(root: try Self.spawn(["/usr/bin/setpriv", "--pdeathsig", "TERM"] + line, in: folder))
        do {
            try waitUntilItAnswers()
        } catch {
            stop()
            throw error
        }
        waitUntilItRests()
    }

    deinit {
        stop()
    }

    package func exchange(pause: Duration = .zero) -> Exchange {
        server.exchange(for: work, pause: pause, folder: folder)
    }

    /// Gives preforkd's file other workers of the same kind, for its next reload.
    func changeWorkers() throws {
        changes += 1
        let bound = "max-connections = \(1_000_000 + changes)"
        let text = Preforkd.configuration(for: work, port: address.port ?? 0, workers: bound)
        // In one step, for a reload may be reading.
        let next = try folder.write("next", text)
        guard rename(next, "\(folder.path)/preforkd.toml") == 0 else { throw Failure.cantStart(Errno(rawValue: errno)) }
    }

    /// Asks it to stop, and ends what is left of it.
    package func stop() {
        guard !isStopped else { return }
        isStopped = true
        let members = tree.members
        kill(tree.root, SIGTERM)
        let deadline = MonotonicClock.now() + .seconds(5)
        while !isBuried() {
            if MonotonicClock.now() > deadline { kill(tree.root, SIGKILL) }
            usleep(2_000)
        }
        // Only those that the root left behind: they have another parent now, and nobody else has their numbers so soon.
        for member in members.dropFirst() where kill(member, 0) == 0 { kill(member, SIGKILL) }
    }

    private func isBuried() -> Bool {
        var status: CInt = 0
        return waitpid(tree.root, &status, WNOHANG) != 0
    }

    private func waitUntilItAnswers() throws {
        var exchange = exchange()
        exchange.patience = .seconds(2)
        let deadline = MonotonicClock.now() + .seconds(20)
        while MonotonicClock.now() < deadline, hasNotEnded {
            var client = try LoadClient(address, exchange)
            if client.burst(1).allSatisfy({ $0.outcome == .served }) { return }
            usleep(2_000)
        }
        let said = (try? FileContents.read("\(folder.path)/output", limit: 1 << 20)) ?? []
        throw Failure.doesNotAnswer(said: String(decoding: said.suffix(2_000), as: UTF8.self))
    }

    private var hasNotEnded: Bool {
        var info = siginfo_t()
        let result = waitid(P_PID, id_t(tree.root), &info, WEXITED | WNOHANG | WNOWAIT)
        return result == 0 && info._sifields._sigchld.si_pid == 0
    }

    /// Until its processes have been the same for a moment, or as long as one may wait for that.
    private func waitUntilItRests() {
        let deadline = MonotonicClock.now() + .seconds(5)
        var (members, since) = (tree.members, MonotonicClock.now())
        while MonotonicClock.now() < min(since + .milliseconds(200), deadline) {
            usleep(10_000)
            let now = tree.members
            if now != members { (members, since) = (now, MonotonicClock.now()) }
        }
    }

    private static func freePort() throws -> (address: SocketAddress, number: UInt16) {
        guard let any = SocketAddress(ip: "127.0.0.1", port: 0) else { preconditionFailure("this is an address") }
        let socket = try Socket.make(.ipv4)
        try Socket.bind(socket, to: any)
        let address = try Socket.localAddress(socket.rawValue)
        return (address, address.port ?? 0)
    }

    /// At the head of a group of its own: some servers signal all of theirs.
    private static func spawn(_ line: [String], in folder: TemporaryFolder) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, "\(folder.path)/output", O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, CShort(POSIX_SPAWN_SETPGROUP))
        var pid: pid_t = 0
        let arguments = line.map { strdup($0) } + [nil]
        let variables = [strdup("PATH=/usr/sbin:/usr/bin:/sbin:/bin"), nil]
        defer { for copy in arguments + variables { free(copy) } }
        let result = posix_spawn(&pid, line[0], &actions, &attributes, arguments, variables)
        guard result == 0 else { throw Failure.cantStart(Errno(rawValue: result)) }
        return pid
    }
}
