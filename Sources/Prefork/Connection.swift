public import LinuxSystem
public import SystemPackage

/// One stream connection with one owner; it closes when the owner lets go of it.
///
/// Reads and writes block for as long as the other end takes: there is no timeout unless one is set. For that, set
/// SO_RCVTIMEO and SO_SNDTIMEO of socket(7) on ``descriptor``; a call that takes longer throws
/// `.resourceTemporarilyUnavailable`. A write to a client that went away throws `.brokenPipe` and never raises SIGPIPE.
public struct Connection: ~Copyable {
    /// The other end.
    public let peer: SocketAddress
    /// The number of the connection within its service, from 1; 0 outside a pool.
    public package(set) var number: UInt64 = 0
    /// Bytes read so far.
    public private(set) var bytesReceived: UInt64 = 0
    /// Bytes written so far.
    public private(set) var bytesSent: UInt64 = 0
    /// What the program was that had it; nil where this process alone read and wrote.
    package var program: ProgramEnd?

    private let socket: Descriptor
    /// Whether the client's end was read, after which nothing more can come.
    private var isAtEnd = false

    /// Takes ownership of a connected socket.
    package init(_ socket: consuming Descriptor, peer: SocketAddress) {
        self.socket = socket
        self.peer = peer
    }

    /// Connects to the first of the addresses of `host` that answers.
    ///
    /// ```swift
    /// var connection = try Connection(to: "127.0.0.1:7890")
    /// let greeting = try connection.read(upTo: 1024)
    /// ```
    /// - Parameter text: `HOST:PORT`, `[V6]:PORT`, `unix:/PATH` or `unix:@NAME`.
    /// - Throws: `ListenerError` with the address and the reason of the last attempt.
    public init(to text: String) throws(ListenerError) {
        let (socket, peer) = try Client.connect(to: text)
        // Not `self = …`: before that, the compiler (6.3.1) runs deinit on a self that never was.
        self.init(Descriptor(owning: socket), peer: peer)
    }

    /// This end of the connection.
    public var local: SocketAddress {
        get throws(Errno) { try Socket.localAddress(socket.rawValue) }
    }

    /// The descriptor, for calls that this library does not wrap. It stays owned here.
    public var descriptor: CInt { socket.rawValue }

    /// Reads at least one byte and at most what fits; 0 is end-of-file.
    /// - Throws: `.connectionReset` where the client broke off, else as recv(2).
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int {
        count(received: try Socket.receive(socket.rawValue, into: buffer), of: buffer.count)
    }

    /// Reads at least one byte and at most `limit`.
    /// - Parameter limit: at least 1. Room for that many bytes is made at each call, however few come; ``read(into:)``
    ///   uses room that is there.
    /// - Returns: the bytes; none at end-of-file.
    /// - Throws: `.connectionReset` where the client broke off, else as recv(2).
    public mutating func read(upTo limit: Int) throws(Errno) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        var span = bytes.mutableSpan
        let count = try span.withUnsafeMutableBytes { (buffer) throws(Errno) -> Int in try read(into: buffer) }
        bytes.removeLast(limit - count)
        return bytes
    }

    /// Reads what is there, without waiting; nil where nothing is, 0 at end-of-file.
    /// - Throws: as ``read(into:)`` does.
    public mutating func readIfWaiting(into buffer: UnsafeMutableRawBufferPointer) throws(Errno) -> Int? {
        guard let count = try Socket.receiveIfWaiting(socket.rawValue, into: buffer) else { return nil }
        return self.count(received: count, of: buffer.count)
    }

    /// - Returns: the number of bytes.
    private mutating func count(received: Int, of limit: Int) -> Int {
        bytesReceived &+= UInt64(received)
        if received == 0, limit > 0 { isAtEnd = true }
        return received
    }

    /// Writes all of `bytes`.
    /// - Throws: `.brokenPipe` or `.connectionReset` where the client is gone, else as send(2).
    public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(Errno) {
        var rest = bytes
        while !rest.isEmpty {
            let count = try Socket.send(socket.rawValue, rest)
            bytesSent &+= UInt64(count)
            // Nearly always all of it is taken at once.
            if count == rest.count { return }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
    }

    /// Writes as much as there is room for, without waiting; nil where there is none.
    package mutating func writeIfRoom(_ bytes: UnsafeRawBufferPointer) throws(Errno) -> Int? {
        do {
            let count = try Socket.send(socket.rawValue, bytes, wait: false)
            bytesSent &+= UInt64(count)
            return count
        } catch .resourceTemporarilyUnavailable {
            return nil
        }
    }

    /// Writes all of `bytes`.
    /// - Throws: `.brokenPipe` or `.connectionReset` where the client is gone, else as send(2).
    public mutating func write(_ bytes: [UInt8]) throws(Errno) {
        try bytes.span.withUnsafeBytes { (buffer) throws(Errno) -> Void in try write(buffer) }
    }

    /// Writes `text` as UTF-8.
    /// - Throws: `.brokenPipe` or `.connectionReset` where the client is gone, else as send(2).
    public mutating func write(_ text: String) throws(Errno) {
        try write(Array(text.utf8))
    }

    /// Tells the client that nothing more comes; reading goes on.
    public func closeWriting() throws(Errno) {
        try Socket.closeWriting(socket.rawValue)
    }
}

extension Connection {
    /// Ends the connection so that what was written arrives.
    ///
    /// close() with unread input makes the kernel send a reset, which may overtake the answer on its way. So
    /// where input is there, the writing side is closed first and the input is read until the client's end.
    /// - Parameter mayLinger: asked again and again, for a client that stays must not hold a worker that others need.
    /// - Returns: whether the counts of bytes are known: where a program had the connection, only TCP has them.
    @discardableResult
    mutating func finish(while mayLinger: () -> Bool) -> Bool {
        // Taken before this end closes, for then the kernel forgets how the other did.
        let traffic = program == nil ? nil : SocketTraffic(socket.rawValue)
        if hasUnreadInput() { linger(while: mayLinger) }
        if program == nil { return true }
        guard let traffic else { return false }
        (bytesReceived, bytesSent) = (traffic.received, traffic.sent)
        return true
    }

    /// Takes away a little of it, if there is some. Nearly always there is none.
    private mutating func hasUnreadInput() -> Bool {
        if isAtEnd { return false }
        var some: UInt64 = 0
        return withUnsafeMutableBytes(of: &some) { discard(into: $0) }
    }

    /// Apart, so that the room for what is read is not part of what each connection has on the stack.
    @inline(never)
    private mutating func linger(while mayLinger: () -> Bool) {
        try? closeWriting()
        let end = MonotonicClock.now() + Self.lingerTime
        withUnsafeTemporaryAllocation(byteCount: Self.lingerBuffer, alignment: 1) { buffer in
            while MonotonicClock.now() < end {
                let isReadable = Socket.waitReadable(socket.rawValue, until: MonotonicClock.now() + Self.lingerStep)
                if isReadable && !discard(into: buffer) { return }
                if !mayLinger() { return }
            }
        }
    }

    /// - Returns: whether there was any input.
    private mutating func discard(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        guard let count = try? readIfWaiting(into: buffer) else { return false }
        return count > 0
    }

    private static let lingerBuffer = 16_384
    /// What an answer may take to the client, and the client's end back.
    private static let lingerTime = Duration.seconds(2)
    private static let lingerStep = Duration.milliseconds(100)
}
