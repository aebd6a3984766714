public import LinuxSystem
public import SystemPackage

/// A listening stream socket. Shared by design: the supervisor holds it, and after fork each worker does.
///
/// ```swift
/// let listener = try Listener("127.0.0.1:7890", options: ListenerOptions(backlog: 128))
/// let connection = try listener.accept()
/// print("a client from", connection.peer)
/// ```
public final class Listener {
    /// The address that the kernel gave it; with port 0 asked for, this tells which one it is.
    public let address: SocketAddress

    private let descriptor: Descriptor
    private let origin: Origin
    private var isNonblocking = false

    /// Whose socket it is, which decides what may be done to it at the end.
    private enum Origin {
        case bound
        case boundAt(UnixPath)
        /// From systemd: never unlinked, never shut down, never bound again.
        case passed
    }

    /// Listens on the one address that `text` names, as a `listen` key spells it.
    /// - Throws: `ListenerError` with the address and the reason; a host name with several addresses is none.
    public convenience init(_ text: String, options: ListenerOptions = ListenerOptions()) throws(ListenerError) {
        let address: ListenAddress
        do { address = try ListenAddress(text) } catch { throw ListenerError(text, .syntax(error)) }
        let resolved = try ListenerBinding.resolve(address)
        guard resolved.count == 1, let only = resolved.first else {
            throw ListenerError(
                text, resolved.isEmpty ? .notPassed(available: []) : .severalAddresses(resolved.map(\.address)))
        }
        try self.init(only, named: address, options: options)
    }

    /// Binds and listens.
    package init(
        _ target: ListenerBinding.Target, named name: ListenAddress, options: ListenerOptions
    ) throws(ListenerError) {
        do {
            let bound = try BoundSocket(target, options)
            address = try Socket.localAddress(bound.socket.rawValue)
            origin = bound.file.map(Origin.boundAt) ?? .bound
            descriptor = bound.release()
        } catch let error as UnixPath.Occupied {
            throw ListenerError(target.label(name), .occupied(error))
        } catch let error as ListenerError.Reason {
            throw ListenerError(target.label(name), error)
        } catch let error as Errno {
            throw ListenerError(target.label(name), .system(error))
        } catch {
            preconditionFailure("a binding throws what is caught above")
        }
    }

    /// Adopts a socket that socket activation passed.
    package init(passed socket: consuming Descriptor, name: String, options: ListenerOptions) throws(ListenerError) {
        let label = ListenAddress.systemd(name).description
        guard Socket.isListening(socket.rawValue) else { throw ListenerError(label, .notListening) }
        do {
            try ListenerBinding.apply(options, to: socket.rawValue)
            address = try Socket.localAddress(socket.rawValue)
        } catch {
            throw ListenerError(label, .system(error))
        }
        origin = .passed
        descriptor = socket
    }

    deinit {
        if case .boundAt(let path) = origin { path.remove() }
    }

    package var rawValue: CInt { descriptor.rawValue }

    /// Waits for a connection.
    /// - Throws: `Errno` as accept(2) names it.
    public func accept() throws(Errno) -> Connection {
        while true {
            do {
                return try acceptOnce()
            } catch .resourceTemporarilyUnavailable {
                _ = try descriptor.waitReadable(timeout: nil)
            }
        }
    }

    /// A connection if one waits, else nil at once.
    ///
    /// ```swift
    /// while let connection = try listener.acceptIfWaiting() {
    ///     print("one less in the queue:", connection.peer)
    /// }
    /// ```
    /// - Throws: `Errno` as accept(2) names it.
    public func acceptIfWaiting() throws(Errno) -> Connection? {
        if !isNonblocking { try setNonblocking(true) }
        do {
            return try acceptOnce()
        } catch .resourceTemporarilyUnavailable {
            return nil
        }
    }

    private func acceptOnce() throws(Errno) -> Connection {
        var peer = SocketAddress()
        let socket = try Socket.accept(descriptor.rawValue, peer: &peer)
        return Connection(socket, peer: peer)
    }

    /// The mode belongs to the open socket, so it is the same in every process that shares it.
    package func setNonblocking(_ nonblocking: Bool) throws(Errno) {
        try descriptor.setNonblocking(nonblocking)
        isNonblocking = nonblocking
    }

    /// Refuses new connections from here on, in every process that shares the socket. A passed socket is
    /// systemd's: it goes on listening, and its queue waits for whoever comes next.
    package func refuse() {
        if case .passed = origin { return }
        try? Socket.shutDown(descriptor.rawValue)
    }

    package var isReadable: Bool { (try? descriptor.isReadable()) ?? false }

    /// Clients that wait in the accept queue; nil for a UNIX socket, where the kernel does not tell.
    package var queueDepth: Int? {
        address.family == .unix ? nil : Socket.queueDepth(descriptor.rawValue)
    }
}
