import CLinux
import Glibc
package import SystemPackage

/// Datagrams to a UNIX socket that somebody else reads, or does not.
package enum UnixDatagram {
    /// Sends once and never waits. Throws `.resourceTemporarilyUnavailable` where the reader's queue is full.
    package static func send(_ bytes: [UInt8], to address: SocketAddress) throws(Errno) {
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(owning: try systemCall { Glibc.socket(AF_UNIX, type, 0) })
        let number = socket.rawValue
        _ = try address.withPointer { (pointer, length) throws(Errno) in
            try systemCall { sendto(number, bytes, bytes.count, CInt(MSG_DONTWAIT | MSG_NOSIGNAL), pointer, length) }
        }
    }
}
