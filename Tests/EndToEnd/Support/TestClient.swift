import Glibc
import LinuxSystem
import SystemPackage

/// A client whose patience has an end: whatever the server does, the test goes on.
final class TestClient {
    private var socket: Descriptor?

    init(_ address: SocketAddress, patience: Duration = .seconds(20)) throws(Errno) {
        let socket = try Socket.make(address.family)
        Self.set(socket.rawValue, patience)
        try Socket.connect(socket, to: address)
        self.socket = consume socket
    }

    private static func set(_ number: CInt, _ patience: Duration) {
        let (seconds, attoseconds) = patience.components
        var time = timeval(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(number, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }

    var number: CInt { socket?.rawValue ?? -1 }

    /// Sends all of `text`.
    func send(_ text: String) throws(Errno) {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = try rest.span.withUnsafeBytes { (buffer) throws(Errno) in try Socket.send(number, buffer) }
            rest = rest.dropFirst(count)
        }
    }

    /// Some bytes; none at end-of-file.
    func receive(upTo limit: Int = 65_536) throws(Errno) -> String {
        var bytes = [UInt8](repeating: 0, count: limit)
        var span = bytes.mutableSpan
        let count = try span.withUnsafeMutableBytes { (buffer) throws(Errno) in
            try Socket.receive(number, into: buffer)
        }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Everything up to end-of-file.
    func receiveToEnd() throws(Errno) -> String {
        var all = ""
        while true {
            let some = try receive()
            if some.isEmpty { return all }
            all += some
        }
    }

    /// Sends `text` to an echo service and tells what comes back.
    func exchange(_ text: String) throws(Errno) -> String {
        try send(text)
        var answer = ""
        while answer.utf8.count < text.utf8.count {
            let some = try receive(upTo: text.utf8.count)
            if some.isEmpty { break }
            answer += some
        }
        return answer
    }

    func closeWriting() throws(Errno) {
        try Socket.closeWriting(number)
    }

    func close() {
        socket = nil
    }

    /// Breaks off: the server sees a reset, not an end.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(number, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        socket = nil
    }
}

/// How an attempt to connect ends.
func connectError(_ address: SocketAddress) -> Errno? {
    do {
        _ = try TestClient(address)
        return nil
    } catch {
        return error
    }
}
