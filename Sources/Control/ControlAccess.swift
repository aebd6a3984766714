package import LinuxSystem

/// Who may ask: root, the daemon's own user, and the members of one group.
package struct ControlAccess: Hashable, Sendable {
    private let user: UInt32
    private let group: UInt32?

    package init(user: UInt32, group: UInt32?) {
        self.user = user
        self.group = group
    }

    package func admits(_ peer: PeerCredentials) -> Bool {
        if peer.user == 0 || peer.user == user { return true }
        guard let group else { return false }
        return peer.group == group || peer.supplementaryGroups.contains(group)
    }

    /// Permissions of the socket's file; what they keep out never wakes the daemon.
    package var mode: UInt32 { group == nil ? 0o600 : 0o660 }

    package var fileGroup: UInt32? { group }
}
