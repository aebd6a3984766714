package import LinuxSystem

/// A peer's address in three words, small enough for a scoreboard slot. A UNIX peer has no words.
package struct PackedPeer: Sendable {
    package let words: (UInt64, UInt64, UInt64)

    package init(words: (UInt64, UInt64, UInt64)) {
        self.words = words
    }

    package init(_ address: SocketAddress) {
        guard let (bytes, port, family) = address.ipBytes else {
            words = (0, 0, 0)
            return
        }
        let tag: UInt64 = family == .ipv4 ? 4 : 6
        words = (bytes.0, bytes.1, tag << 16 | UInt64(port))
    }

    /// The address again; nil for a UNIX peer.
    package var address: SocketAddress? {
        let tag = words.2 >> 16
        guard tag == 4 || tag == 6 else { return nil }
        return SocketAddress(
            ipBytes: (words.0, words.1), port: UInt16(truncatingIfNeeded: words.2), family: tag == 4 ? .ipv4 : .ipv6)
    }
}
