internal import Control
internal import DaemonConfiguration
internal import LinuxSystem
internal import SystemPackage

/// From the plan to the control socket, with an endpoint for operators and one for workers. A daemon that can't have one of
/// them serves all the same.
struct ControlAssembly {
    let plan: DaemonPlan
    let log: DaemonLog

    /// nil where there is none to be had; then a notice says why.
    func socket(for operators: OperatorSocket, _ workers: WorkerSocket) -> ControlSocket? {
        do throws(Errno) {
            var socket = try ControlSocket()
            open(operators, &socket)
            do throws(Errno) {
                try workers.open(&socket)
            } catch {
                log.write(
                    .controlUnavailable, .notice,
                    "workers can't ask this daemon how it is: \(error); metrics and status are not told",
                    Fields().with(error))
            }
            return socket
        } catch {
            refuse(operators, path ?? "any path", error.description, error)
            return nil
        }
    }

    private func open(_ operators: OperatorSocket, _ socket: inout ControlSocket) {
        guard let path else { return operators.close() }
        var group: UInt32?
        if let name = plan.controlGroup {
            group = UserDatabase.group(name)
            if group == nil {
                refuse(operators, path, "there is no group \"\(name)\" (control-group)")
                return
            }
        }
        do throws(ControlListener.Refusal) {
            let access = ControlAccess.operators(user: Credentials.current.user, group: group)
            try operators.open(&socket, at: path, to: access)
        } catch {
            refuse(operators, path, error.description, error.cause)
        }
    }

    private var path: String? {
        switch plan.control {
        case .off: nil
        case .path(let path): path
        // systemd.exec(5): several are separated by colons.
        case .auto: Environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first.map { "\($0)/control.sock" }
        }
    }

    private func refuse(_ operators: OperatorSocket, _ path: String, _ reason: String, _ cause: Errno? = nil) {
        // One that an earlier program of this process had would let nobody in, and keep whoever comes waiting.
        operators.close()
        log.write(
            .controlUnavailable, .notice, "no control socket at \(path): \(reason); preforkctl can't ask this daemon",
            Fields().with(cause))
    }
}
