internal import LinuxSystem
internal import SystemPackage

/// From fork to exec: a worker gives up what is the supervisor's, and becomes a program to which its listeners are passed
/// as a socket unit of systemd passes them.
struct AcceptorStartup {
    let acceptor: Acceptor
    let seat: WorkerSeat
    let supervisor: Int32
    let settings: WorkerSettings

    /// Why it failed is the last that the worker writes to its stderr, and so is in the record of its end.
    func run() -> Never {
        do {
            try become()
        } catch {
            StandardStream.error.write("\(error)\n")
        }
        ThisProcess.exit(WorkerExit.startFailed)
    }

    private func become() throws {
        let listeners = seat.listeners.map(\.rawValue)
        try StandardDescriptors.closeOthers(keeping: listeners + [seat.channel?.pipe].compactMap(\.self))
        try StandardError.waitForRoom()
        try ProcessImage.leadGroup()
        try settings.identity.take(aboveDescriptor: (listeners + [seat.channel?.pipe ?? 2]).max() ?? 2)
        ProcessImage.restoreSignals()
        guard try ProcessImage.signalAtEnd(ofParent: supervisor, .terminate) else { return }
        let pipe = try ProcessImage.passDescriptors(listeners, keeping: seat.channel?.pipe)
        ReadyChannel.mark(pipe)
        let path = acceptor.command[0]
        let error = ProcessImage.replace(with: path, arguments: acceptor.command, environment: environment)
        ReadyChannel.mark(pipe)
        throw Refusal(description: "can't run \(path): \(ProgramFile.objection(to: path) ?? error.description)")
    }

    private var environment: [String] {
        let names = seat.listenerNames.joined(separator: ":")
        var environment = acceptor.environment
        environment += [
            "LISTEN_FDS=\(seat.listeners.count)", "LISTEN_PID=\(ThisProcess.pid)", "LISTEN_FDNAMES=\(names)",
        ]
        if let name = seat.channel?.socketName { environment.append("NOTIFY_SOCKET=\(name)") }
        return environment
    }

    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }
}
