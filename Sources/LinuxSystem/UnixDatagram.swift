import CLinux
import Glibc
package import SystemPackage

/// Datagrams to a UNIX socket that somebody else reads, or does not.
package enum UnixDatagram {
    /// A socket that leads to whoever reads at `address`, and stays with him whatever becomes of the address.
    package static func connect(to address: SocketAddress) throws(Errno) -> Descriptor {
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(owning: try systemCall { Glibc.socket(AF_UNIX, type, 0) })
        try Socket.connect(socket, to: address)
        return socket
    }

    /// Sends once and never waits. Throws `.resourceTemporarilyUnavailable` where the reader's queue is full.
    /// - Parameter descriptors: passed along; the reader gets descriptors of its own for the same open files.
    package static func send(
        _ bytes: [UInt8], passing descriptors: [CInt] = [], to address: SocketAddress
    ) throws(Errno) {
        let type = CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(owning: try systemCall { Glibc.socket(AF_UNIX, type, 0) })
        let number = socket.rawValue
        _ = try address.withPointer { (pointer, length) throws(Errno) in
            try systemCall {
                withMessage(bytes, descriptors) { message in
                    message.msg_name = UnsafeMutableRawPointer(mutating: pointer)
                    message.msg_namelen = length
                    return sendmsg(number, &message, CInt(MSG_DONTWAIT | MSG_NOSIGNAL))
                }
            }
        }
    }

    /// A message to nobody yet, valid during `body`.
    private static func withMessage(_ bytes: [UInt8], _ descriptors: [CInt], _ body: (inout msghdr) -> Int) -> Int {
        var message = msghdr()
        return bytes.withUnsafeBytes { bytes in
            var vector = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
            return withUnsafeMutablePointer(to: &vector) { vector in
                message.msg_iov = vector
                message.msg_iovlen = 1
                guard !descriptors.isEmpty else { return body(&message) }
                let space = clinux_passing_space(descriptors.count)
                return withUnsafeTemporaryAllocation(
                    byteCount: space, alignment: MemoryLayout<cmsghdr>.alignment
                ) { control in
                    message.msg_control = control.baseAddress
                    message.msg_controllen = control.count
                    clinux_passing_fill(&message, descriptors, descriptors.count)
                    return body(&message)
                }
            }
        }
    }
}
