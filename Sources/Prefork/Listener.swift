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
    /// The longest queue that was counted; nil where the kernel does not tell.
    package private(set) var queuePeak: Int?

    /// Asked at the end, whether somebody keeps the socket for whoever comes next: then it goes on listening, and its
    /// path stays.
    package var isKept: () -> Bool = { false }

    /// Whose socket it is, which decides what may be done to it at the end.
    private enum Origin {
        /// With the file that was made for it.
        case bound(UnixPath?)
        /// From systemd, by this name: never unlinked, never shut down, never bound again.
        case passed(String, UnitOptions)
    }

    /// Binds and listens on the one address that `text` names.
    /// - Parameter text: `HOST:PORT`, `[V6]:PORT`, `*:PORT` for every address of both families, `unix:/PATH`, or
    ///   `unix:@NAME` for the abstract namespace.
    /// - Throws: ``ListenerError`` with the address and the reason. A host name that stands for several addresses is
    ///   refused, and so is `systemd:NAME`: for a passed socket there is ``init(passed:name:options:)``.
    public convenience init(_ text: String, options: ListenerOptions = ListenerOptions()) throws(ListenerError) {
        let address: ListenAddress
        do { address = try ListenAddress(text) } catch { throw ListenerError(text, .syntax(error)) }
        if case .systemd = address { throw ListenerError(text, .onlyPassed) }
        let resolved = try ListenerBinding.resolve(address)
        guard resolved.count == 1, let only = resolved.first else {
            throw ListenerError(text, .severalAddresses(resolved.map(\.address)))
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
            origin = .bound(bound.file)
            descriptor = bound.release()
        } catch {
            throw ListenerError(target.label(name), ListenerError.Reason(error))
        }
    }

    /// Adopts a listening socket that systemd passed, as `PassedSockets` of the library Systemd has it.
    ///
    /// ```swift
    /// var passed = try PassedSockets()
    /// var listeners: [Listener] = []
    /// while let socket = passed.take("web") {
    ///     listeners.append(try Listener(passed: socket, name: "web"))
    /// }
    /// try PreforkServer([Service("upper", listeners: listeners, handler: Upper())]).run()
    /// ```
    ///
    /// It goes on listening when the server stops, and its path stays: clients wait in its queue for the next start.
    /// - Parameters:
    ///   - socket: a stream socket that listens. It is closed with the listener, or at once where it is refused.
    ///   - name: the name under which it was passed; errors name it.
    ///   - options: of these only ``ListenerOptions/noDelay`` and ``ListenerOptions/keepAlive`` are used. The socket unit
    ///     has decided the rest.
    /// - Throws: ``ListenerError`` where the descriptor is no listening stream socket, or an option is refused.
    public convenience init(
        passed socket: consuming Descriptor, name: String, options: ListenerOptions = ListenerOptions()
    ) throws(ListenerError) {
        try self.init(passed: socket, name: name, options: options, from: nil)
    }

    /// - Parameter unit: the options that it had when it was passed; nil: those that it has now.
    package init(
        passed socket: consuming Descriptor, name: String, options: ListenerOptions, from unit: UnitOptions?
    ) throws(ListenerError) {
        let label = ListenAddress.systemd(name).description
        guard Socket.isListening(socket.rawValue) else { throw ListenerError(label, .notListening) }
        do {
            let unit = if let unit { unit } else { try UnitOptions(of: socket.rawValue) }
            try unit.apply(options, to: socket.rawValue)
            address = try Socket.localAddress(socket.rawValue)
            origin = .passed(name, unit)
        } catch {
            throw ListenerError(label, .system(error))
        }
        descriptor = socket
    }

    /// Takes over a socket that an earlier process bound.
    /// - Parameters:
    ///   - asked: what it was asked to be.
    ///   - file: what a UNIX path led to, when it was bound.
    package init(adopting socket: consuming Descriptor, asked: String, file: FileIdentity?) throws(ListenerError) {
        guard Socket.isListening(socket.rawValue) else { throw ListenerError(asked, .notListening) }
        do {
            address = try Socket.localAddress(socket.rawValue)
            guard let target = try ListenerBinding.resolve(ListenAddress(asked)).first, try target.fits(socket.rawValue)
            else { throw ListenerError.Reason.elsewhere(address) }
            origin = .bound(target.path.flatMap { path in file.map { UnixPath(path, file: $0) } })
        } catch {
            throw ListenerError(asked, ListenerError.Reason(error))
        }
        descriptor = socket
    }

    deinit {
        if !isKept() { path?.remove() }
    }

    /// The file of a UNIX socket that this or an earlier process bound.
    package var path: UnixPath? {
        if case .bound(let file) = origin { file } else { nil }
    }

    /// Whether clients who come now still come here: a path may lead elsewhere by now.
    package var isInPlace: Bool {
        guard address.unixName?.utf8.first == UInt8(ascii: "/"), case .bound(let file) = origin else { return true }
        return file?.isInPlace ?? false
    }

    /// Makes an open listener what one that is bound now with these options would be.
    package func setOptions(_ options: ListenerOptions) throws(ListenerError) {
        do {
            try (unitOptions ?? .none).apply(options, to: descriptor.rawValue)
            guard case .bound(let file) = origin else { return }
            try file?.setPermissions(
                mode: options.mode, owner: try options.ownerNumber, group: try options.groupNumber)
            // Once more, for that changes the length of the queue and nothing else.
            try Socket.listen(descriptor, backlog: options.backlog)
        } catch {
            throw ListenerError(address.description, ListenerError.Reason(error))
        }
    }

    package var rawValue: CInt { descriptor.rawValue }

    var number: ListenerNumber { ListenerNumber(rawValue: descriptor.rawValue) }

    /// The name under which socket activation passed it.
    package var passedName: String? { if case .passed(let name, _) = origin { name } else { nil } }

    /// What the unit of a passed socket gave to it.
    package var unitOptions: UnitOptions? { if case .passed(_, let unit) = origin { unit } else { nil } }

    /// Waits for a connection.
    /// - Throws: `Errno` as accept(2) names it.
    public func accept() throws(Errno) -> Connection {
        var peer = SocketAddress()
        return Connection(try number.accept(from: &peer), peer: peer)
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
        var peer = SocketAddress()
        guard let socket = try number.acceptIfWaiting(from: &peer) else { return nil }
        return Connection(socket, peer: peer)
    }

    /// The mode belongs to the open socket, so it is the same in every process that shares it.
    package func setNonblocking(_ nonblocking: Bool) throws(Errno) {
        try descriptor.setNonblocking(nonblocking)
        isNonblocking = nonblocking
    }

    /// Refuses new connections from here on, in every process that shares the socket. A socket that systemd passed or
    /// keeps goes on listening, and its queue waits for whoever comes next.
    package func refuse() {
        if case .passed = origin { return }
        if isKept() { return }
        try? Socket.shutDown(descriptor.rawValue)
        // A name of the abstract namespace is taken for as long as anybody has its socket, and the pool that had it has the
        // listener until its last connection has ended.
        if address.family == .unix, path == nil { try? descriptor.leaveFile() }
    }

    /// The same for programs that accept by themselves: whom they have, and who is in the queue, they may go on with, and
    /// no accept() of theirs fails.
    package func holdOff() {
        if case .passed = origin { return }
        if isKept() { return }
        try? Socket.holdOff(descriptor.rawValue)
    }

    package var isReadable: Bool { (try? descriptor.isReadable()) ?? false }

    /// Counts the clients that wait in the accept queue, and keeps the peak.
    /// - Returns: nil for a UNIX socket, where the kernel does not tell.
    package func countQueue() -> Int? {
        guard address.family != .unix, let depth = Socket.queueDepth(descriptor.rawValue) else { return nil }
        queuePeak = max(queuePeak ?? 0, depth)
        return depth
    }
}
