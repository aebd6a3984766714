import Control
import LinuxSystem
import TestSupport

/// A daemon with a control socket in a folder of its own, which outlives it.
final class ControlledDaemon {
    let folder: TemporaryFolder
    let daemon: DaemonProcess
    let socket: String

    /// - Parameters:
    ///   - configuration: the services, and keys of `[daemon]` before them.
    ///   - folder: that of another one, whose place it takes or whose path it wants.
    ///   - program: another preforkd than the one of this package.
    init(_ configuration: String, in folder: TemporaryFolder? = nil, program: String = Program.preforkd) throws {
        self.folder = try folder ?? TemporaryFolder()
        socket = self.folder.path("control.sock")
        var setup = DaemonSetup("[daemon]\ncontrol = \"\(socket)\"\n\(configuration)")
        setup.program = program
        daemon = try setup.start()
    }

    /// Runs preforkctl to its end.
    func ask(_ arguments: String..., wrappers: [Wrapper] = []) throws -> Outcome {
        try Program.run(
            Launch(
                program: wrappers.isEmpty ? Program.preforkctl : try folder.copy(Program.preforkctl),
                arguments: arguments + ["--socket", socket], wrappers: wrappers))
    }

    func status() throws -> DaemonStatus {
        guard let status = try records(.status, DaemonStatus.self).first else {
            throw Absent(wanted: "a status", limit: nil)
        }
        return status
    }

    func records<Record: JSONRecord>(_ request: ControlRequest, _: Record.Type) throws -> [Record] {
        var client = try ControlClient(socket, asking: request, limit: .seconds(20))
        var records: [Record] = []
        while case .value(let line) = try client.nextLine() {
            guard let record = Record(json: line) else { throw Absent(wanted: "a record in \(line.text)", limit: nil) }
            records.append(record)
        }
        return records
    }
}
