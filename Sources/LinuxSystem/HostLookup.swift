import Glibc

/// Why a host name has no address, in the resolver's words.
package struct LookupError: Error, CustomStringConvertible {
    package let description: String
}

/// Host names to addresses, through the system's resolver.
package struct HostLookup: Sendable {
    private let end: Duration?

    /// - Parameter end: when it gives up, of the monotonic clock; nil: when the resolver does, which takes 10 s and more.
    package init(until end: Duration? = nil) {
        self.end = end
    }

    /// The addresses of `host`, the resolver's favourite first.
    package func addresses(of host: String, port: UInt16) throws(LookupError) -> [SocketAddress] {
        guard let end else { return try Self.resolve(host, port) }
        // The resolver can't be interrupted, but by the end of its process.
        let outcome: ChildErrand.Outcome
        do {
            outcome = try ChildErrand.run(within: end - MonotonicClock.now()) { Self.report(of: host, port) }
        } catch {
            throw LookupError(description: "\(error)")
        }
        switch outcome {
        case .written(let report): return try Self.addresses(in: report)
        case .silent: throw LookupError(description: "The resolver ended without an answer")
        case .tooLate: throw LookupError(description: "No answer in time")
        }
    }

    /// A zero and the addresses as they lie in memory, or a one and what went wrong.
    private static func report(of host: String, _ port: UInt16) -> [UInt8] {
        do throws(LookupError) {
            let found = try resolve(host, port)
            return [0] + found.withUnsafeBytes { Array($0) }
        } catch {
            return [1] + Array(error.description.utf8)
        }
    }

    private static func addresses(in report: [UInt8]) throws(LookupError) -> [SocketAddress] {
        let rest = Array(report.dropFirst())
        guard report.first == 0 else { throw LookupError(description: String(decoding: rest, as: UTF8.self)) }
        return rest.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: MemoryLayout<SocketAddress>.stride).map {
                bytes.loadUnaligned(fromByteOffset: $0, as: SocketAddress.self)
            }
        }
    }

    private static func resolve(_ host: String, _ port: UInt16) throws(LookupError) -> [SocketAddress] {
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
