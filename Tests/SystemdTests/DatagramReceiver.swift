import Glibc
import LinuxSystem
import SystemPackage

/// A datagram socket that plays the one of systemd or of journald.
struct DatagramReceiver: ~Copyable {
    private let socket: Descriptor

    /// - Parameter name: a path, or "@" and a name in the abstract namespace.
    init(at name: String) throws {
        let address =
            name.hasPrefix("@")
            ? try SocketAddress(unixAbstract: String(name.dropFirst())) : try SocketAddress(unixPath: name)
        socket = try Self.bound(to: address)
    }

    private static func bound(to address: SocketAddress) throws -> Descriptor {
        let number = Glibc.socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        let socket = Descriptor(owning: number)
        try Socket.bind(socket, to: address)
        return socket
    }

    /// Everything that waits, each datagram with the contents of a file that was passed instead of bytes.
    func receiveAll() throws -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        while try socket.isReadable() { datagrams.append(try receive()) }
        return datagrams
    }

    private func receive() throws -> [UInt8] {
        var contents = [UInt8](repeating: 0, count: 1 << 20)
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
                    return recvmsg(socket.rawValue, &header, CInt(MSG_DONTWAIT))
                }
            }
        }
        guard count >= 0 else { throw Errno(rawValue: errno) }
        guard control[4] >= 0 else { return Array(contents.prefix(count)) }
        return try Self.contents(of: Descriptor(owning: control[4]))
    }

    private static func contents(of file: consuming Descriptor) throws -> [UInt8] {
        guard lseek(file.rawValue, 0, SEEK_SET) == 0 else { throw Errno(rawValue: errno) }
        return try FileContents.read("/proc/self/fd/\(file.rawValue)", limit: 1 << 26)
    }
}
