import CLinux

/// How many bytes have gone through a TCP connection, whichever process read or wrote them.
package struct SocketTraffic: Hashable, Sendable {
    package let received: UInt64
    package let sent: UInt64

    /// nil for another kind of socket, where the kernel does not count.
    package init?(_ socket: CInt) {
        var traffic = clinux_tcp_traffic()
        guard clinux_tcp_traffic(socket, &traffic) == 0 else { return nil }
        // The other end's FIN has a place in the sequence of bytes, and the kernel counts places.
        let hasEnded = Self.statesAfterEnd.contains(traffic.state)
        received = traffic.received - (hasEnded && traffic.received > 0 ? 1 : 0)
        sent = traffic.sent &- traffic.sent_again &+ traffic.unsent
    }

    /// CLOSE_WAIT, LAST_ACK and CLOSING of RFC 9293, by the kernel's numbers; and CLOSED, into which a client that was
    /// sent something after its end brings the connection. One that breaks off without an end brings it there too.
    private static let statesAfterEnd: Set<Int32> = [8, 9, 11, 7]
}
