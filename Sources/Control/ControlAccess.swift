package import LinuxSystem

/// Who may ask at an endpoint, and for what.
package enum ControlAccess: Hashable, Sendable {
    /// Root, this user, and the members of one group: for anything.
    case operators(user: UInt32, group: UInt32?)
    /// The daemon's workers, whoever they run as: for questions, which change nothing.
    case workers

    package func admits(_ peer: PeerCredentials) -> Bool {
        switch self {
        case .operators(let user, let group):
            if peer.user == 0 || peer.user == user { return true }
            guard let group else { return false }
            return peer.group == group || peer.supplementaryGroups.contains(group)
        case .workers: return Children.has(peer.process)
        }
    }

    package func permits(_ request: ControlRequest) -> Bool {
        switch self {
        case .operators: true
        case .workers: request.isQuestion
        }
    }

    /// What whoever may not is told.
    var refusal: String {
        switch self {
        case .operators: "only root, the daemon's user and control-group may ask"
        case .workers: "only workers of this daemon may ask, and only how it is"
        }
    }

    /// Permissions of the socket's file; what they keep out never wakes the daemon.
    package var mode: UInt32 { fileGroup == nil ? 0o600 : 0o660 }

    package var fileGroup: UInt32? {
        switch self {
        case .operators(_, let group): group
        case .workers: nil
        }
    }
}
