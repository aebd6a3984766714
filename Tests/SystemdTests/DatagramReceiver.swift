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

    /// One datagram with what was passed along.
    struct Message {
        let bytes: [UInt8]
        let files: [FileIdentity]

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Everything that waits, each datagram with the contents of a file that was passed instead of bytes.
    func receiveAll() throws -> [[UInt8]] {
        try takeAll { bytes, files in
            guard let file = files.first else { return bytes }
            guard lseek(file, 0, SEEK_SET) == 0 else { throw Errno(rawValue: errno) }
            return try FileContents.read("/proc/self/fd/\(file)", limit: 1 << 26)
        }
    }

    /// Everything that waits, with the descriptors that came along told by what they lead to.
    func receive() throws -> [Message] {
        try takeAll { bytes, files in Message(bytes: bytes, files: try files.map { try FileIdentity(of: $0) }) }
    }

    private func takeAll<Result>(_ read: ([UInt8], [CInt]) throws -> Result) throws -> [Result] {
        var results: [Result] = []
        while try socket.isReadable() {
            let (bytes, files) = try takeOne()
            defer { for file in files { close(file) } }
            results.append(try read(bytes, files))
        }
        return results
    }

    private func takeOne() throws -> (bytes: [UInt8], files: [CInt]) {
        var contents = [UInt8](repeating: 0, count: 1 << 20)
        // One cmsghdr of 16 bytes and up to four descriptors, as cmsg(3) lays them out.
        var control = [CInt](repeating: -1, count: 8)
        let count = contents.withUnsafeMutableBytes { contents in
            control.withUnsafeMutableBytes { control in
                var vector = iovec(iov_base: contents.baseAddress, iov_len: contents.count)
                return withUnsafeMutablePointer(to: &vector) { vector in
                    var header = msghdr()
                    header.msg_iov = vector
                    header.msg_iovlen = 1
                    header.msg_control = control.baseAddress
                    header.msg_controllen = control.count
                    return recvmsg(socket.rawValue, &header, CInt(MSG_DONTWAIT) | CInt(MSG_CMSG_CLOEXEC))
                }
            }
        }
        guard count >= 0 else { throw Errno(rawValue: errno) }
        return (Array(contents.prefix(count)), control[4...].filter { $0 >= 0 })
    }
}
