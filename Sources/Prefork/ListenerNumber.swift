internal import LinuxSystem
internal import SystemPackage

/// A listener as a worker knows it: its descriptor and no more, for a reference would be counted, in a page that the worker
/// then has for itself.
struct ListenerNumber {
    let rawValue: CInt

    /// Waits for a connection.
    /// - Parameter peer: becomes the address of its other end.
    func accept(from peer: inout SocketAddress) throws(Errno) -> Descriptor {
        while true {
            do {
                return try acceptOnce(from: &peer)
            } catch .resourceTemporarilyUnavailable {
                Socket.waitReadable(rawValue)
            }
        }
    }

    /// A connection if one waits, else nil at once. On a listener that is non-blocking.
    func acceptIfWaiting(from peer: inout SocketAddress) throws(Errno) -> Descriptor? {
        do {
            return try acceptOnce(from: &peer)
        } catch .resourceTemporarilyUnavailable {
            return nil
        }
    }

    private func acceptOnce(from peer: inout SocketAddress) throws(Errno) -> Descriptor {
        Descriptor(owning: try Socket.accept(rawValue, peer: &peer))
    }
}
