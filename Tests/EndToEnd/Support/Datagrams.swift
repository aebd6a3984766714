import Glibc
import LinuxSystem
import SystemPackage

/// A datagram socket that plays the one of a service manager or of journald.
final class Datagrams: Sendable {
    let socket: Descriptor

    init(at path: String) throws {
        let number = Glibc.socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let socket = Descriptor(owning: number)
        try Socket.bind(socket, to: try SocketAddress(unixPath: path))
        // Some tests run the daemon as somebody else.
        chmod(path, 0o666)
        self.socket = socket
    }

    /// Takes what waits.
    func receiveAll() throws -> [[UInt8]] {
        var found: [[UInt8]] = []
        while try socket.isReadable() { found.append(try Self.receive(socket.rawValue)) }
        return found
    }

    /// One datagram, or the contents of the file that came in its place: libsystemd passes a record in a memfd where it
    /// did not fit, or where the queue was full a moment ago.
    static func receive(_ number: CInt) throws -> [UInt8] {
        let (bytes, file) = try receiveWithDescriptor(number)
        guard let file else { return bytes }
        defer { close(file) }
        lseek(file, 0, SEEK_SET)
        return try FileContents.read("/proc/self/fd/\(file)", limit: 1 << 26)
    }

    /// One datagram, and the descriptor that came along, which is the caller's from here on.
    static func receiveWithDescriptor(_ number: CInt) throws -> (bytes: [UInt8], descriptor: CInt?) {
        var contents = [UInt8](repeating: 0, count: 1 << 17)
        // One cmsghdr of 16 bytes and one descriptor, as cmsg(3) lays them out.
        var control = [CInt](repeating: -1, count: 6)
        let count = contents.withUnsafeMutableBytes { contents in
            control.withUnsafeMutableBytes { control in
                var vector = iovec(iov_base: contents.baseAddress, iov_len: contents.count)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var header = msghdr()
                    header.msg_iov = vector
                    header.msg_iovlen = 1
                    header.msg_control = control.baseAddress
                    header.msg_controllen = control.count
                    return recvmsg(number, &header, CInt(MSG_DONTWAIT) | CInt(MSG_CMSG_CLOEXEC))
                }
            }
        }
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return (Array(contents.prefix(count)), control[4] >= 0 ? control[4] : nil)
    }
}
