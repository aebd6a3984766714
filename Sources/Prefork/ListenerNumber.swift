internal import LinuxSystem
internal import SystemPackage

/// A listener as a worker knows it: its descriptor and no more, for a reference would be counted, in a page that the worker
/// then has for itself.
struct ListenerNumber {
    let rawValue: CInt

    /// Waits for a connection.
    func accept() throws(Errno) -> Connection {
        while true {
            do {
                return try acceptOnce()
            } catch .resourceTemporarilyUnavailable {
                Socket.waitReadable(rawValue)
            }
        }
    }

    /// A connection if one waits, else nil at once. On a listener that is non-blocking.
    func acceptIfWaiting() throws(Errno) -> Connection? {
        do {
            return try acceptOnce()
        } catch .resourceTemporarilyUnavailable {
            return nil
        }
    }

    private func acceptOnce() throws(Errno) -> Connection {
        var peer = SocketAddress()
        let socket = try Socket.accept(rawValue, peer: &peer)
        return Connection(socket, peer: peer)
    }
}
