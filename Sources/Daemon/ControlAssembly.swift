internal import Control
internal import DaemonConfiguration
internal import LinuxSystem

/// From the plan to the control socket. A daemon that can't have one serves all the same.
struct ControlAssembly {
    let plan: DaemonPlan
    let log: DaemonLog

    /// nil where none is wanted, or to be had; then a notice says why.
    func socket() -> ControlSocket? {
        guard let path else { return nil }
        var group: UInt32?
        if let name = plan.controlGroup {
            group = UserDatabase.group(name)
            if group == nil {
                refuse(path, "there is no group \"\(name)\" (control-group)")
                return nil
            }
        }
        do throws(ControlListener.Refusal) {
            return try ControlSocket(path, access: ControlAccess(user: Credentials.current.user, group: group))
        } catch {
            refuse(path, error.description)
            return nil
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

    private func refuse(_ path: String, _ reason: String) {
        log.write(
            .controlUnavailable, .notice, "no control socket at \(path): \(reason); preforkctl can't ask this daemon")
    }
}
