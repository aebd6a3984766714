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
        /// It has no command that asks it, or no file that it reads again.
        case cantBeAsked
    }

    package let address: SocketAddress
    /// From its start to its first answer.
    let firstAnswer: Duration
    let tree: ProcessTree
    /// What the machine could still give to programs before it was started.
    let availableBefore: AvailableMemory?
    private let process: SpawnedProcess
    private let place: ServerPlace
    private let server: any Server
    private let work: Work
    private var isStopped = false
    private var changes = 0

    /// Starts it and waits until it answers and all the processes are there that it begins with.
    /// - Parameter program: what it starts for each connection, where that is the work.
    package init(_ server: any Server, _ work: Work, program: String = "") throws {
        let port = try Self.freePort()
        place = ServerPlace(port: port.number, folder: try TemporaryFolder(), program: program)
        address = port.address
        self.server = server
        self.work = work
        let line = try server.commandLine(for: work, at: place)
        availableBefore = AvailableMemory.current
        let begin = MonotonicClock.now()
        // It asks the server to stop should the benchmark die.
        process = try SpawnedProcess(["/usr/bin/setpriv", "--pdeathsig", "TERM"] + line, output: Self.output(place))
        tree = ProcessTree(root: process.pid)
        do {
            firstAnswer =
                try Self.waitUntilItAnswers(process, address, server.exchange(for: work, pause: .zero, at: place))
                - begin
        } catch {
            // A class is deinitialised only when all of it was initialised.
            Self.stop(process, tree)
            if case Failure.doesNotAnswer = error { throw Failure.doesNotAnswer(said: Self.said(place)) }
            throw error
        }
        waitUntilItRests()
    }

    deinit {
        stop()
    }

    package func exchange(pause: Duration = .zero) -> Exchange {
        server.exchange(for: work, pause: pause, at: place)
    }

    /// Gives the file that it reads again other workers of the same kind, and tells it so.
    func reload(changed: Bool) throws {
        if changed {
            changes += 1
            guard try server.change(work, changes, at: place) else { throw Failure.cantBeAsked }
        }
        kill(tree.root, SIGHUP)
    }

    /// Asks it how it stands.
    /// - Returns: how long the command took.
    func ask() throws -> Duration {
        guard let line = server.question(at: place) else { throw Failure.cantBeAsked }
        let begin = MonotonicClock.now()
        let command = try SpawnedProcess(line, output: "\(place.folder.path)/answer")
        guard command.waitForEnd() else { throw Failure.doesNotAnswer(said: Self.said(place, "answer")) }
        return MonotonicClock.now() - begin
    }

    /// A file of its folder.
    func path(_ name: String) -> String { "\(place.folder.path)/\(name)" }

    /// Asks it to stop, and ends what is left of it.
    package func stop() {
        guard !isStopped else { return }
        isStopped = true
        Self.stop(process, tree)
    }

    private static func stop(_ process: SpawnedProcess, _ tree: ProcessTree) {
        let members = tree.members
        kill(process.pid, SIGTERM)
        let deadline = MonotonicClock.now() + .seconds(5)
        while !process.hasEnded {
            if MonotonicClock.now() > deadline { kill(process.pid, SIGKILL) }
            usleep(2_000)
        }
        process.waitForEnd()
        // Only those that the root left behind: they have another parent now, and nobody else has their numbers so soon.
        for member in members.dropFirst() where kill(member, 0) == 0 { kill(member, SIGKILL) }
    }

    private static func waitUntilItAnswers(
        _ process: SpawnedProcess, _ address: SocketAddress, _ exchange: Exchange
    ) throws -> Duration {
        var exchange = exchange
        exchange.patience = .seconds(2)
        let deadline = MonotonicClock.now() + .seconds(20)
        while MonotonicClock.now() < deadline, !process.hasEnded {
            var client = try LoadClient(address, exchange)
            if let trace = client.burst(1).first, trace.outcome == .served {
                return .nanoseconds(Int64(trace.answered))
            }
            // What is looked at more often than this is slowed by it.
            usleep(200)
        }
        throw Failure.doesNotAnswer(said: "")
    }

    /// Until its processes have been the same for so long, or as long as one may wait for that.
    func waitUntilItRests(for time: Duration = .milliseconds(100)) {
        let deadline = MonotonicClock.now() + .seconds(60)
        var (members, since) = (tree.members, MonotonicClock.now())
        while MonotonicClock.now() < min(since + time, deadline) {
            usleep(10_000)
            let now = tree.members
            if now != members { (members, since) = (now, MonotonicClock.now()) }
        }
    }

    private static func output(_ place: ServerPlace) -> String { "\(place.folder.path)/output" }

    private static func said(_ place: ServerPlace, _ name: String = "output") -> String {
        String((FileContents.text("\(place.folder.path)/\(name)") ?? "").suffix(2_000))
    }

    private static func freePort() throws -> (address: SocketAddress, number: UInt16) {
        guard let any = SocketAddress(ip: "127.0.0.1", port: 0) else { preconditionFailure("this is an address") }
        let socket = try Socket.make(.ipv4)
        try Socket.bind(socket, to: any)
        let address = try Socket.localAddress(socket.rawValue)
        return (address, address.port ?? 0)
    }
}
