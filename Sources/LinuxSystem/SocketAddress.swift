import CLinux
import Glibc
public import SystemPackage

/// The address of one end of a stream socket: IPv4, IPv6 or UNIX.
public struct SocketAddress: Sendable {
    // The kernel's own form, so that accept() writes straight into it and nothing is allocated.
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// No address yet: room for the kernel to write one.
    package init() {}

    init(copying address: UnsafePointer<sockaddr>, length: socklen_t) {
        self.length = min(length, socklen_t(MemoryLayout<sockaddr_storage>.size))
        withUnsafeMutableBytes(of: &storage) {
            $0.copyMemory(from: UnsafeRawBufferPointer(start: address, count: Int(self.length)))
        }
    }

    /// An IPv4 or IPv6 address in its usual spelling, without a lookup; nil where it is neither.
    /// - Parameter port: 0 to 65535; 0 lets the kernel choose.
    public init?(ip: String, port: UInt16) {
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        if inet_pton(AF_INET, ip, &v4.sin_addr) == 1 {
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = port.bigEndian
            self.init(copyingValue: v4)
        } else if inet_pton(AF_INET6, ip, &v6.sin6_addr) == 1 {
            v6.sin6_family = sa_family_t(AF_INET6)
            v6.sin6_port = port.bigEndian
            self.init(copyingValue: v6)
        } else {
            return nil
        }
    }

    /// A UNIX address that is a path, of 1 to 107 bytes.
    /// - Throws: `.invalidArgument` for an empty path, `.fileNameTooLong` for one that is too long.
    public init(unixPath path: String) throws(Errno) {
        try self.init(unixBytes: Array(path.utf8) + [0], limit: Self.unixCapacity)
    }

    /// A UNIX address in the abstract namespace, which needs no file and goes away with its socket: a name of 1 to 107
    /// bytes, without the "@".
    /// - Throws: as ``init(unixPath:)`` does.
    public init(unixAbstract name: String) throws(Errno) {
        try self.init(unixBytes: [0] + Array(name.utf8), limit: Self.unixCapacity)
    }

    /// Bytes in `sun_path`, the closing NUL of a path among them.
    public static let unixCapacity = 108

    private init(unixBytes bytes: [UInt8], limit: Int) throws(Errno) {
        guard bytes.count > 1 else { throw .invalidArgument }
        guard bytes.count <= limit else { throw .fileNameTooLong }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        self.init(copyingValue: address)
        length = socklen_t(Self.unixHeader + bytes.count)
    }

    private init(copyingValue value: some Any) {
        withUnsafeBytes(of: value) { bytes in
            withUnsafeMutableBytes(of: &storage) { $0.copyMemory(from: bytes) }
            length = socklen_t(bytes.count)
        }
    }

    fileprivate static let unixHeader = MemoryLayout<sa_family_t>.size

    func withPointer<R, E: Error>(_ body: (UnsafePointer<sockaddr>, socklen_t) throws(E) -> R) throws(E) -> R {
        var copy = storage
        let length = length
        return try withUnsafeMutablePointer(to: &copy) { (pointer) throws(E) -> R in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { (pointer) throws(E) -> R in
                try body(pointer, length)
            }
        }
    }

    mutating func fill<E: Error>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) throws(E) -> CInt
    ) throws(E) -> CInt {
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        defer { self.length = length }
        return try withUnsafeMutablePointer(to: &storage) { (pointer) throws(E) -> CInt in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { (pointer) throws(E) -> CInt in
                try body(pointer, &length)
            }
        }
    }

    private func reading<T, R>(_ type: T.Type, _ body: (T) -> R) -> R {
        withUnsafeBytes(of: storage) { body($0.load(as: T.self)) }
    }
}

extension SocketAddress {
    /// The kinds of addresses.
    public enum Family: Sendable, Hashable {
        case ipv4, ipv6, unix
    }

    /// Which kind it is.
    public var family: Family {
        switch CInt(storage.ss_family) {
        case AF_INET: .ipv4
        case AF_INET6: .ipv6
        default: .unix
        }
    }

    /// The number of the port; nil for a UNIX address.
    public var port: UInt16? {
        switch family {
        case .ipv4: reading(sockaddr_in.self) { UInt16(bigEndian: $0.sin_port) }
        case .ipv6: reading(sockaddr_in6.self) { UInt16(bigEndian: $0.sin6_port) }
        case .unix: nil
        }
    }

    /// The IP address in numbers; an IPv4 client of a socket for both families shows as IPv4. nil for UNIX.
    public var ip: String? {
        switch family {
        case .ipv4: reading(sockaddr_in.self) { Self.text(AF_INET, $0.sin_addr) }
        case .ipv6:
            reading(sockaddr_in6.self) { address in
                let text = Self.text(AF_INET6, address.sin6_addr)
                let mapped = "::ffff:"
                return text.utf8.starts(with: mapped.utf8) && text.utf8.contains(UInt8(ascii: "."))
                    ? String(text.dropFirst(mapped.count)) : text
            }
        case .unix: nil
        }
    }

    /// Whether only this machine reaches it, by IP.
    package var isLoopback: Bool {
        guard let ip else { return false }
        return ip == "::1" || ip.utf8.starts(with: "127.".utf8)
    }

    /// The path of a UNIX socket, an abstract name with a leading "@", or nil where the end has no name.
    public var unixName: String? {
        guard family == .unix, Int(length) > Self.unixHeader else { return nil }
        return withUnsafeBytes(of: storage) { bytes in
            let name = bytes[Self.unixHeader..<Int(length)]
            guard let first = name.first else { return nil }
            return first == 0
                ? "@" + String(decoding: name.dropFirst(), as: UTF8.self)
                : String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
        }
    }

    private static func text(_ family: CInt, _ address: some Any) -> String {
        withUnsafeBytes(of: address) { bytes in
            withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { buffer in
                guard let start = buffer.baseAddress,
                    inet_ntop(family, bytes.baseAddress, start, socklen_t(buffer.count)) != nil
                else { return "?" }
                return String(cString: start)
            }
        }
    }
}

extension SocketAddress: CustomStringConvertible {
    /// As a listener is asked for it: `127.0.0.1:7890`, `[::1]:7890`, `unix:/run/a.sock`, `unix:@name`.
    public var description: String {
        if let ip, let port { return ip.utf8.contains(UInt8(ascii: ":")) ? "[\(ip)]:\(port)" : "\(ip):\(port)" }
        return "unix:\(unixName ?? "")"
    }
}

extension SocketAddress: Hashable {
    public static func == (a: SocketAddress, b: SocketAddress) -> Bool {
        a.length == b.length && a.bytes.elementsEqual(b.bytes)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in bytes { hasher.combine(byte) }
    }

    private var bytes: [UInt8] {
        withUnsafeBytes(of: storage) { Array($0.prefix(Int(length))) }
    }
}

/// The numbers of an IP address alone, for a record of fixed size.
extension SocketAddress {
    package var ipBytes: (bytes: (UInt64, UInt64), port: UInt16, family: Family)? {
        guard let port else { return nil }
        return family == .ipv4
            ? ((UInt64(reading(sockaddr_in.self) { $0.sin_addr.s_addr }), 0), port, .ipv4)
            : (reading(sockaddr_in6.self) { unsafeBitCast($0.sin6_addr, to: (UInt64, UInt64).self) }, port, .ipv6)
    }

    package init(ipBytes: (UInt64, UInt64), port: UInt16, family: Family) {
        if family == .ipv4 {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(truncatingIfNeeded: ipBytes.0)
            self.init(copyingValue: address)
        } else {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_addr = unsafeBitCast(ipBytes, to: in6_addr.self)
            self.init(copyingValue: address)
        }
    }
}
