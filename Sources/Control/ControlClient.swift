package import LinuxSystem
package import SystemPackage

/// The other end: sends one request and reads the lines of its reply.
package struct ControlClient: ~Copyable {
    private let socket: Descriptor
    private var input: [UInt8] = []
    private var limit: Duration?

    package enum Failure: Error {
        /// Nobody listens there.
        case notRunning
        /// The file's permissions say no.
        case notAllowed
        case system(Errno)
        /// The connection ended before the reply did.
        case cutOff
        case tooLate
        case malformed
    }

    /// A line of a reply.
    package enum Line {
        case value(JSON)
        case end(ReplyEnd)
    }

    /// A daemon writes no longer ones.
    private static let longestLine = 16 << 20

    /// - Parameter limit: how long each line may take; nil: for ever.
    package init(_ path: String, asking request: ControlRequest, limit: Duration?) throws(Failure) {
        let address: SocketAddress
        do throws(Errno) { address = try SocketAddress(unixPath: path) } catch { throw .system(error) }
        try self.init(address, asking: request, limit: limit)
    }

    package init(_ address: SocketAddress, asking request: ControlRequest, limit: Duration?) throws(Failure) {
        socket = try Self.connect(address, asking: request, limit: limit)
        self.limit = limit
    }

    private static func connect(
        _ address: SocketAddress, asking request: ControlRequest, limit: Duration?
    ) throws(Failure) -> Descriptor {
        do throws(Errno) {
            let socket = try Socket.make(.unix)
            // A daemon that is far behind may have a queue that is full, and then connecting waits.
            if let limit { try Socket.setSendTimeout(socket.rawValue, limit) }
            try Socket.connect(socket, to: address)
            // A line is shorter than any socket's buffer.
            let bytes = Array("\(request.line)\n".utf8)
            do throws(Errno) {
                _ = try bytes.span.withUnsafeBytes { bytes throws(Errno) in try Socket.send(socket.rawValue, bytes) }
            } catch .brokenPipe {
                // Whoever may not ask is told so without being heard.
            }
            return socket
        } catch .noSuchFileOrDirectory, .connectionRefused {
            throw .notRunning
        } catch .permissionDenied {
            throw .notAllowed
        } catch .resourceTemporarilyUnavailable {
            throw .tooLate
        } catch {
            throw .system(error)
        }
    }

    package mutating func nextLine() throws(Failure) -> Line {
        let end = limit.map { MonotonicClock.now() + $0 }
        while true {
            if let line = takeLine() { return try Self.read(line) }
            guard input.count <= Self.longestLine else { throw .malformed }
            let left = end.map { max(.zero, $0 - MonotonicClock.now()) }
            do throws(Errno) {
                guard try socket.waitReadable(timeout: left) else {
                    if left == .zero { throw Errno.timedOut }
                    continue
                }
                if try receive() == 0 { throw Errno.connectionReset }
            } catch .timedOut {
                throw .tooLate
            } catch .connectionReset {
                throw .cutOff
            } catch {
                throw .system(error)
            }
        }
    }

    private mutating func receive() throws(Errno) -> Int {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let number = socket.rawValue
        var bytes = buffer.mutableSpan
        let count = try bytes.withUnsafeMutableBytes { bytes throws(Errno) in
            try Socket.receive(number, into: bytes)
        }
        input += buffer.prefix(count)
        return count
    }

    private mutating func takeLine() -> [UInt8]? {
        guard let newline = input.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        defer { input.removeFirst(newline + 1) }
        return Array(input[..<newline])
    }

    private static func read(_ line: [UInt8]) throws(Failure) -> Line {
        guard let json = try? JSONReader.read(line) else { throw .malformed }
        return ReplyEnd(json: json).map(Line.end) ?? .value(json)
    }
}
