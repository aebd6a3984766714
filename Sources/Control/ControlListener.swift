package import LinuxSystem
package import SystemPackage

/// A socket on which clients arrive, with the file that leads to it, if there is one.
package struct ControlListener: ~Copyable {
    private let socket: Descriptor
    package let file: UnixPath?

    /// Why there is no control socket.
    package enum Refusal: Error {
        case occupied(UnixPath.Occupied)
        case system(Errno)
    }

    private init(_ socket: consuming Descriptor, file: UnixPath?) {
        self.socket = socket
        self.file = file
    }

    /// Replaces what a dead daemon left, and leaves alone what a living one has.
    package static func bind(_ path: String, access: ControlAccess) throws(Refusal) -> ControlListener {
        do {
            // Between the look at an old socket and the new one that listens, no other daemon does the same.
            let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
            let lock = try FolderLock(folder)
            try UnixPath.removeStale(path)
            let socket = try Socket.make(.unix, waits: false)
            try Socket.bind(socket, to: try SocketAddress(unixPath: path), mode: access.mode)
            let file = try UnixPath(bound: path)
            do {
                // Nobody can connect before listen(), so the file is never open to more than it is meant for.
                if let group = access.fileGroup { try file.setOwner(nil, group: group) }
                try Socket.listen(socket, backlog: Self.backlog)
            } catch {
                file.remove()
                throw error
            }
            _ = consume lock
            return ControlListener(socket, file: file)
        } catch let occupied as UnixPath.Occupied {
            throw .occupied(occupied)
        } catch let error as Errno {
            throw .system(error)
        } catch {
            preconditionFailure("what is called here throws what is caught above")
        }
    }

    /// One that is reached without a file, from any chroot and by any user, under a name that the kernel chooses: nobody
    /// can have taken it before.
    package static func unnamedSocket() throws(Errno) -> Descriptor {
        let socket = try Socket.make(.unix, waits: false)
        try Socket.bindAnywhere(socket)
        try Socket.listen(socket, backlog: Self.backlog)
        return socket
    }

    package init(unnamed socket: consuming Descriptor) {
        self.init(socket, file: nil)
    }

    /// One that an earlier program of this process bound.
    package init(bound socket: consuming Descriptor, file: UnixPath) {
        self.init(socket, file: file)
    }

    package func duplicate() throws(Errno) -> Descriptor { try socket.duplicate() }

    var number: CInt { socket.rawValue }

    deinit {
        file?.remove()
    }

    /// Clients wait here while as many are served as may be.
    private static let backlog = 64
}

extension ControlListener.Refusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .occupied(.inUse): "somebody answers on it already"
        case .occupied(.notASocket): "there is a file that is no socket"
        case .occupied(.system(let error)), .system(let error): error.description
        }
    }
}

extension ControlListener.Refusal: SystemCaused {
    package var cause: Errno? {
        switch self {
        case .system(let error), .occupied(.system(let error)): error
        case .occupied(.inUse), .occupied(.notASocket): nil
        }
    }
}
