package import LinuxSystem
import SystemPackage

/// A port of 127.0.0.1 at which nobody listens, and which the kernel gives to nobody else as long as this is held. Who asks
/// for it by its number may have it, as of any socket that does not listen.
package final class ReservedPort: Sendable {
    package let address: SocketAddress
    private let socket: Descriptor

    package init() throws {
        let socket = try Socket.make(.ipv4)
        guard let any = SocketAddress(ip: "127.0.0.1", port: 0) else { throw Errno.invalidArgument }
        try Socket.setReuseAddress(socket.rawValue)
        try Socket.bind(socket, to: any)
        address = try Socket.localAddress(socket.rawValue)
        self.socket = socket
    }

    package var number: UInt16 { address.port ?? 0 }
}
