import Glibc
package import SystemPackage

/// Descriptors that a C library opened and goes on using: known by number, owned by nobody here.
package enum ForeignDescriptor {
    /// The number that the next open, socket or dup of this process gets, if no other thread is quicker.
    package static func lowestFree() throws(Errno) -> CInt {
        let probe = try EventCounter()
        return probe.descriptor.rawValue
    }

    /// Whether this is a UNIX datagram socket; false also where nothing is open.
    package static func isUnixDatagram(_ number: CInt) -> Bool {
        guard let domain = try? Socket.option(number, SOL_SOCKET, SO_DOMAIN),
            let type = try? Socket.option(number, SOL_SOCKET, SO_TYPE)
        else { return false }
        return domain == AF_UNIX && type == CInt(SOCK_DGRAM.rawValue)
    }

    package static func setNonblocking(_ number: CInt) throws(Errno) {
        let flags = try systemCall { fcntl(number, F_GETFL) }
        try systemCall { fcntl(number, F_SETFL, flags | O_NONBLOCK) }
    }
}
