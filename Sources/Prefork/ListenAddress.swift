internal import LinuxSystem

/// Where a service is to be found, as a `listen` key spells it.
package enum ListenAddress: Hashable, Sendable {
    /// `HOST:PORT` or `[V6]:PORT`; a host name stands for each of its addresses.
    case host(String, port: UInt16)
    /// `*:PORT`: every address of this machine, of both families.
    case any(port: UInt16)
    /// `unix:/PATH`
    case unixPath(String)
    /// `unix:@NAME`: the abstract namespace.
    case unixAbstract(String)
    /// `systemd:NAME`: passed by socket activation under that FileDescriptorName=.
    case systemd(String)

    /// Why a text is no address.
    package struct SyntaxError: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// Reads the spelling of a `listen` key.
    package init(_ text: String) throws(SyntaxError) {
        if let rest = text.removingPrefix("unix:") {
            self = try Self.unix(rest)
        } else if let name = text.removingPrefix("systemd:") {
            guard !name.isEmpty, !name.contains(":") else {
                throw SyntaxError(description: "\"systemd:\" needs the name of a passed socket")
            }
            self = .systemd(name)
        } else {
            self = try Self.tcp(text)
        }
    }

    private static func unix(_ rest: String) throws(SyntaxError) -> ListenAddress {
        guard rest.utf8.count < SocketAddress.unixCapacity else {
            throw SyntaxError(description: "a UNIX address has at most \(SocketAddress.unixCapacity - 1) bytes")
        }
        if let name = rest.removingPrefix("@"), !name.isEmpty { return .unixAbstract(name) }
        guard rest.utf8.first == UInt8(ascii: "/"), rest.utf8.count > 1 else {
            throw SyntaxError(description: "\"unix:\" needs an absolute path or @NAME")
        }
        return .unixPath(rest)
    }

    private static func tcp(_ text: String) throws(SyntaxError) -> ListenAddress {
        guard let colon = text.lastIndex(of: ":") else {
            throw SyntaxError(
                description: "expected HOST:PORT, [V6]:PORT, *:PORT, unix:/PATH, unix:@NAME or systemd:NAME")
        }
        var host = String(text[..<colon])
        let portText = text[text.index(after: colon)...]
        guard portText.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = UInt16(portText)
        else {
            throw SyntaxError(description: "\"\(portText)\" is not a port: 0 to 65535")
        }
        if host == "*" { return .any(port: port) }
        if host.utf8.first == UInt8(ascii: "["), host.utf8.last == UInt8(ascii: "]") {
            host = String(host.dropFirst().dropLast())
            guard SocketAddress(ip: host, port: port)?.family == .ipv6 else {
                throw SyntaxError(description: "\"\(host)\" is not an IPv6 address")
            }
        } else if host.utf8.contains(UInt8(ascii: ":")) {
            throw SyntaxError(description: "an IPv6 address is written in brackets: [\(host)]:\(port)")
        }
        guard !host.isEmpty else {
            throw SyntaxError(description: "no host before \":\(port)\"; every address is *:\(port)")
        }
        return .host(host, port: port)
    }
}

extension ListenAddress: CustomStringConvertible {
    package var description: String {
        switch self {
        case .host(let host, let port):
            host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .any(let port): "*:\(port)"
        case .unixPath(let path): "unix:\(path)"
        case .unixAbstract(let name): "unix:@\(name)"
        case .systemd(let name): "systemd:\(name)"
        }
    }
}

extension String {
    fileprivate func removingPrefix(_ prefix: String) -> String? {
        utf8.starts(with: prefix.utf8) ? String(dropFirst(prefix.count)) : nil
    }
}
