import CLinux
import Glibc
package import SystemPackage

/// Who is at the other end of a UNIX connection, as the kernel noted when it was made.
package struct PeerCredentials: Hashable, Sendable {
    package let process: Int32
    package let user: UInt32
    package let group: UInt32
    package let supplementaryGroups: [UInt32]

    package init(process: Int32, user: UInt32, group: UInt32, supplementaryGroups: [UInt32]) {
        self.process = process
        self.user = user
        self.group = group
        self.supplementaryGroups = supplementaryGroups
    }

    package init(of socket: CInt) throws(Errno) {
        var peer = clinux_peer()
        var size = socklen_t(MemoryLayout<clinux_peer>.size)
        try systemCall { getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) }
        self.init(
            process: peer.process, user: peer.user, group: peer.group, supplementaryGroups: try Self.groups(of: socket))
    }

    private static func groups(of socket: CInt) throws(Errno) -> [UInt32] {
        var groups = [gid_t](repeating: 0, count: 64)
        while true {
            var size = socklen_t(groups.count * MemoryLayout<gid_t>.size)
            let known = groups.count
            do {
                try systemCall { getsockopt(socket, SOL_SOCKET, CInt(CLINUX_SO_PEERGROUPS), &groups, &size) }
                return Array(groups.prefix(Int(size) / MemoryLayout<gid_t>.size))
            } catch Errno(rawValue: ERANGE) {
                // It tells how many there are; a peer's groups do not change any more.
                groups = [gid_t](repeating: 0, count: max(known * 2, Int(size) / MemoryLayout<gid_t>.size))
            }
        }
    }
}
