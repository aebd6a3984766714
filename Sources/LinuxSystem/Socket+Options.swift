internal import CLinux
import Glibc
package import SystemPackage

/// Socket options with an integer value.
extension Socket {
    package static func option(_ number: CInt, _ level: CInt, _ name: CInt) throws(Errno) -> CInt {
        var value: CInt = 0
        var size = socklen_t(MemoryLayout<CInt>.size)
        try systemCall { getsockopt(number, level, name, &value, &size) }
        return value
    }

    private static func setOption(_ number: CInt, _ level: CInt, _ name: CInt, _ value: CInt) throws(Errno) {
        var value = value
        try systemCall { setsockopt(number, level, name, &value, socklen_t(MemoryLayout<CInt>.size)) }
    }

    package static func setReuseAddress(_ number: CInt) throws(Errno) {
        try setOption(number, SOL_SOCKET, SO_REUSEADDR, 1)
    }

    package static func setOnlyIPv6(_ number: CInt, _ only: Bool) throws(Errno) {
        try setOption(number, CInt(IPPROTO_IPV6), IPV6_V6ONLY, only ? 1 : 0)
    }

    package static func isOnlyIPv6(_ number: CInt) throws(Errno) -> Bool {
        try option(number, CInt(IPPROTO_IPV6), IPV6_V6ONLY) != 0
    }

    /// tcp(7) TCP_NODELAY: small writes go out at once. A listener's setting passes to its connections.
    package static func setNoDelay(_ number: CInt, _ on: Bool) throws(Errno) {
        try setOption(number, CInt(IPPROTO_TCP), TCP_NODELAY, on ? 1 : 0)
    }

    package static func isWithoutDelay(_ number: CInt) throws(Errno) -> Bool {
        try option(number, CInt(IPPROTO_TCP), TCP_NODELAY) != 0
    }

    /// socket(7) SO_KEEPALIVE: probes find a peer that vanished. A listener's setting passes to its connections.
    package static func setKeepAlive(_ number: CInt, _ on: Bool) throws(Errno) {
        try setOption(number, SOL_SOCKET, SO_KEEPALIVE, on ? 1 : 0)
    }

    package static func keepsAlive(_ number: CInt) throws(Errno) -> Bool {
        try option(number, SOL_SOCKET, SO_KEEPALIVE) != 0
    }

    /// socket(7) SO_SNDTIMEO: connecting to a UNIX socket and sending end with `.resourceTemporarilyUnavailable` then.
    package static func setSendTimeout(_ number: CInt, _ limit: Duration) throws(Errno) {
        let microseconds = max(1, limit.wholeMicroseconds)
        var time = timeval(tv_sec: Int(microseconds / 1_000_000), tv_usec: Int(microseconds % 1_000_000))
        try systemCall { setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size)) }
    }
}
