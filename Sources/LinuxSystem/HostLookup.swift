import Glibc

/// Why a host name has no address, in the resolver's words.
package struct LookupError: Error, CustomStringConvertible {
    package let description: String
}

/// Host names to addresses, through the system's resolver. Blocks: for start-up and clients only.
package enum HostLookup {
    /// The addresses of `host`, the resolver's favourite first.
    package static func addresses(of host: String, port: UInt16) throws(LookupError) -> [SocketAddress] {
        var hints = addrinfo()
        hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else { throw LookupError(description: String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        var found: [SocketAddress] = []
        var next = list
        while let entry = next {
            next = entry.pointee.ai_next
            guard let address = entry.pointee.ai_addr else { continue }
            let copy = SocketAddress(copying: address, length: entry.pointee.ai_addrlen)
            if !found.contains(copy) { found.append(copy) }
        }
        return found
    }
}
