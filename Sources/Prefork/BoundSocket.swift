internal import LinuxSystem
internal import SystemPackage

/// A socket that listens on its address, with the file that it made for it.
struct BoundSocket: ~Copyable {
    let socket: Descriptor
    let file: UnixPath?

    init(_ target: ListenerBinding.Target, _ options: ListenerOptions) throws {
        let address = target.socketAddress
        let socket = try Socket.make(address.family)
        let file: UnixPath?
        try ListenerBinding.apply(options, to: socket.rawValue)
        switch address.family {
        case .unix:
            file = try Self.bindUnix(socket, address, options)
        case .ipv4, .ipv6:
            try Socket.setReuseAddress(socket.rawValue)
            if address.family == .ipv6 { try Socket.setOnlyIPv6(socket.rawValue, !target.bothFamilies) }
            try Socket.bind(socket, to: address)
            try Socket.listen(socket, backlog: options.backlog)
            file = nil
        }
        self.socket = socket
        self.file = file
    }

    consuming func release() -> Descriptor { socket }

    private static func bindUnix(
        _ socket: borrowing Descriptor, _ address: SocketAddress, _ options: ListenerOptions
    ) throws -> UnixPath? {
        guard let path = address.unixName, path.utf8.first == UInt8(ascii: "/") else {
            try Socket.bind(socket, to: address)
            try Socket.listen(socket, backlog: options.backlog)
            return nil
        }
        // Names first, so that an unknown one leaves nothing behind.
        let owner = try options.ownerNumber
        let group = try options.groupNumber
        try UnixPath.removeStale(path)
        try Socket.bind(socket, to: address, mode: options.mode)
        let file = try UnixPath(bound: path)
        do {
            // Nobody can connect before listen(), so the file is never open to more than it is meant for.
            if owner != nil || group != nil { try file.setOwner(owner, group: group) }
            try Socket.listen(socket, backlog: options.backlog)
        } catch {
            file.remove()
            throw error
        }
        return file
    }
}
