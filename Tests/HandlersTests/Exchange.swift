import Glibc
import LinuxSystem
import SystemPackage
import TestSupport

@testable import Prefork

/// One connection over loopback that a handler served as a worker has it serve: what each end saw of it.
struct Exchange<Seen: Sendable> {
    /// What the client made of it.
    let seen: Seen
    let received: UInt64
    let sent: UInt64
    /// What the handler threw.
    let failure: (any Error)?
    /// The handler, for the next connection.
    let handler: any ConnectionHandler

    /// - Parameter waitsForInput: the handler's turn comes only when the client's first words are there.
    init(
        _ handler: some ConnectionHandler, waitsForInput: Bool = false,
        client: @escaping @Sendable (consuming Connection) throws -> Seen
    ) throws {
        let listener = try Listener("127.0.0.1:0")
        let address = listener.address.description
        let thread = TestThread {
            let connection = try Connection(to: address)
            Patience.set(connection.descriptor)
            return try client(connection)
        }
        let end = MonotonicClock.now() + Patience.limit
        guard Socket.waitReadable(listener.rawValue, until: end) else { throw Errno.timedOut }
        var connection = try listener.accept()
        Patience.set(connection.descriptor)
        if waitsForInput, !Socket.waitReadable(connection.descriptor, until: end) { throw Errno.timedOut }
        var handler = handler
        var failure: (any Error)?
        do { try handler.serve(&connection) } catch { failure = error }
        connection.finish { true }
        received = connection.bytesReceived
        sent = connection.bytesSent
        _ = consume connection
        seen = try thread.join()
        self.failure = failure
        self.handler = handler
    }
}

/// Whatever the other end does, a test goes on.
enum Patience {
    static let limit = Duration.seconds(20)

    static func set(_ number: CInt) {
        var time = timeval(tv_sec: Int(limit.components.seconds), tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(number, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}

extension Connection {
    /// Everything up to end-of-file.
    mutating func readToEnd() throws(Errno) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let some = try read(upTo: 65_536)
            if some.isEmpty { return all }
            all += some
        }
    }

    /// Exactly so many bytes, or fewer at end-of-file.
    mutating func read(exactly count: Int) throws(Errno) -> [UInt8] {
        var all: [UInt8] = []
        while all.count < count {
            let some = try read(upTo: count - all.count)
            if some.isEmpty { break }
            all += some
        }
        return all
    }
}
