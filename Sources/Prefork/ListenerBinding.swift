package import LinuxSystem
internal import SystemPackage

/// From a spelled address to bound sockets: what it stands for, and the options that its sockets get.
package enum ListenerBinding {
    /// One socket to bind.
    package struct Target: Sendable {
        let socketAddress: SocketAddress
        /// One IPv6 socket that takes IPv4 clients too.
        let bothFamilies: Bool

        /// Whether `error` only tells that this machine has not got the address's family, or, for IPv6, not even
        /// its loopback address.
        package func isAbsent(_ error: ListenerError) -> Bool {
            guard case .system(let errno) = error.reason else { return false }
            let isLoopback = socketAddress.ip == "::1"
            return errno == .addressFamilyNotSupported || (errno == .addressNotAvailable && isLoopback)
        }

        /// As it was spelled, and what it stands for where that is something else.
        func label(_ name: ListenAddress) -> String {
            name.description == address ? address : "\(name) (\(address))"
        }

        /// Whether that socket is what binding this would give.
        func fits(_ socket: CInt) throws(Errno) -> Bool {
            let bound = try Socket.localAddress(socket)
            switch (socketAddress.family, bound.family) {
            case (.unix, .unix): return bound.unixName == socketAddress.unixName
            case (.ipv6, .ipv6) where try Socket.isOnlyIPv6(socket) == bothFamilies: return false
            case (.ipv4, .ipv4), (.ipv6, .ipv6):
                return bound.ip == socketAddress.ip && (socketAddress.port == 0 || bound.port == socketAddress.port)
            default: return false
            }
        }

        /// The path of a UNIX socket that has one.
        var path: String? {
            guard let name = socketAddress.unixName, name.utf8.first == UInt8(ascii: "/") else { return nil }
            return name
        }

        package var address: String { bothFamilies ? "*:\(socketAddress.port ?? 0)" : socketAddress.description }
    }

    /// The sockets that an address stands for; none for one that systemd passes.
    /// - Parameter lookup: how the addresses of a host name are found.
    package static func resolve(
        _ address: ListenAddress, lookup: HostLookup = HostLookup()
    ) throws(ListenerError) -> [Target] {
        do {
            switch address {
            case .systemd: return []
            case .unixPath(let path):
                return [Target(socketAddress: try SocketAddress(unixPath: path), bothFamilies: false)]
            case .unixAbstract(let name):
                return [Target(socketAddress: try SocketAddress(unixAbstract: name), bothFamilies: false)]
            case .any(let port):
                let target =
                    supportsIPv6 ? SocketAddress(ip: "::", port: port) : SocketAddress(ip: "0.0.0.0", port: port)
                return target.map { [Target(socketAddress: $0, bothFamilies: $0.family == .ipv6)] } ?? []
            case .host(let host, let port):
                if let numeric = SocketAddress(ip: host, port: port) {
                    return [Target(socketAddress: numeric, bothFamilies: false)]
                }
                return try lookup.addresses(of: host, port: port).map {
                    Target(socketAddress: $0, bothFamilies: false)
                }
            }
        } catch let error as LookupError {
            throw ListenerError(address.description, .lookup(error.description))
        } catch let error as Errno {
            throw ListenerError(address.description, .system(error))
        } catch {
            preconditionFailure("resolving throws what is caught above")
        }
    }

    /// Whether the kernel has the family at all; machines with ipv6.disable=1 have not.
    private static var supportsIPv6: Bool {
        do {
            _ = try Socket.make(.ipv6)
            return true
        } catch {
            return false
        }
    }

    /// The options that each accepted connection inherits.
    static func apply(_ options: ListenerOptions, to socket: CInt) throws(Errno) {
        if options.keepAlive { try Socket.setKeepAlive(socket, true) }
        if options.noDelay, try Socket.localAddress(socket).family != .unix { try Socket.setNoDelay(socket, true) }
    }
}
