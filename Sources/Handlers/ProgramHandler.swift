internal import LinuxSystem
package import Prefork
internal import SystemPackage

/// Starts a program for each connection, with the socket on its descriptors 0 and 1, as inetd does.
package struct ProgramHandler: ConnectionHandler {
    private let path: String
    private let program: Program
    private let environment: ProgramEnvironment
    private let timeLimit: Duration?
    private let reports: ProgramReports
    /// What a worker has from its start on.
    private var running: (watch: ProgramWatch, note: ProgramNote)?

    /// - Parameter timeLimit: how long the program of a connection may run; nil: as long as it likes.
    package init(
        command: [String], environment: ProgramEnvironment, timeLimit: Duration?, reports: ProgramReports
    ) {
        path = command[0]
        program = Program(command)
        self.environment = environment
        self.timeLimit = timeLimit
        self.reports = reports
    }

    package mutating func start() throws {
        let note = reports.note() ?? ProgramNote()
        try Children.adoptOrphans()
        try Children.endWithAlarm(note)
        Program.expectStarts()
        running = (try ProgramWatch(reports), note)
    }

    package mutating func serve(_ connection: inout Connection) throws {
        guard let (watch, note) = running else { preconditionFailure("a worker starts before it serves") }
        let process: ProgramProcess
        do throws(ProgramStartFailure) {
            process = try program.start(
                socket: connection.descriptor, errors: watch.errors,
                environment: environment.strings(for: connection), note: note)
        } catch {
            throw Unfit("can't start \(path): \(error)", error.cause)
        }
        defer { note.clear() }
        let outcome = try watch.end(of: process, number: connection.number, peer: connection.peer, timeLimit: timeLimit)
        connection.program = outcome.end
        if outcome.isLate { throw ProgramFailure("timeouts.total was over, and the program \(outcome.end.status)") }
        if !outcome.end.status.isSuccess { throw ProgramFailure("the program \(outcome.end.status)") }
    }
}

/// A program ended otherwise than with status 0.
struct ProgramFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
