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
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 1)
        defer { buffer.deallocate() }
        while try socket.isReadable() {
            let count = try socket.read(into: buffer)
            found.append(Array(buffer[..<count]))
        }
        return found
    }
}
